import { useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Dialog } from '../../../ui/dialog.js';
import { Field } from '../../../ui/field.js';
import { Form } from '../../../ui/form.js';
import { Notice } from '../../../ui/notice.js';
import { ask, queries, useAction } from '../../admin/index.js';
import type { PasskeyTask } from './passkeys.js';

/** Renames or removes a passkey. Import it lazily. */
export function PasskeyDialog({
  task: { kind, passkey },
  onClose,
}: {
  readonly task: PasskeyTask;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.account');
  const common = useTranslations('console');
  const { id, name } = passkey;
  const [newName, setNewName] = useState(name);
  const { isBusy, refusal, act, proof } = useAction();

  async function work(): Promise<void> {
    if (kind === 'rename') await ask('PUT', '/admin/passkeys/{id}', { id, name: newName.trim() });
    else await ask('DELETE', '/admin/passkeys/{id}', { id });
    await queries.invalidateQueries({ queryKey: ['passkeys'] });
    onClose();
  }

  return (
    <Dialog title={t(`${kind}Passkey`, { name })} closeLabel={common('close')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        {kind === 'remove' && <p className="wrap-anywhere">{t('removePasskeyHint', { name })}</p>}
        <Form
          submit={t(kind)}
          look={kind === 'remove' ? 'danger' : 'main'}
          isBusy={isBusy}
          onSubmit={() => void act(work)}
        >
          {kind === 'rename' && (
            <Field
              label={t('passkeyName')}
              autoComplete="off"
              autoFocus
              maxLength={64}
              required
              value={newName}
              onChange={(event) => setNewName(event.target.value)}
            />
          )}
          {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        </Form>
      </div>
      {proof}
    </Dialog>
  );
}
