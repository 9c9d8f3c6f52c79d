import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Field } from '../../ui/field.js';
import { Form } from '../../ui/form.js';
import { Notice } from '../../ui/notice.js';
import { ask } from './ask.js';
import { hasPasskeys, signWithPasskey } from './passkeys.js';
import { useAction } from './use-action.js';
import { usePasskeys } from './use-passkeys.js';

/** Asks for a passkey, a code or the password before something dangerous. Import it lazily. */
export function ProofDialog({
  onProven,
  onClose,
}: {
  readonly onProven: () => void;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.proof');
  const common = useTranslations('console');
  const [means, setMeans] = useState<'code' | 'password'>('code');
  const [text, setText] = useState('');
  const { isBusy, refusal, act } = useAction();

  const { data: passkeys } = usePasskeys();

  async function prove(): Promise<void> {
    await ask('POST', '/admin/session/proof', { [means]: text.trim() });
    onProven();
  }

  async function proveByPasskey(): Promise<void> {
    const passkey = await signWithPasskey(await ask('POST', '/admin/session/proof/challenge'));
    await ask('POST', '/admin/session/proof', { passkey });
    onProven();
  }

  return (
    <Dialog title={t('title')} closeLabel={common('close')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p>{t('hint')}</p>
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        {passkeys && passkeys.length > 0 && hasPasskeys() && (
          <Button isBusy={isBusy} onClick={() => void act(proveByPasskey)}>
            {t('usePasskey')}
          </Button>
        )}
        <Form
          submit={t('submit')}
          isBusy={isBusy}
          onSubmit={() => void act(prove)}
          end={
            <Button
              look="quiet"
              onClick={() => {
                setMeans(means === 'code' ? 'password' : 'code');
                setText('');
              }}
            >
              {t(means === 'code' ? 'usePassword' : 'useCode')}
            </Button>
          }
        >
          <Field
            key={means}
            label={common(means)}
            {...(means === 'code' && { hint: t('codeHint') })}
            type={means === 'code' ? 'text' : 'password'}
            autoComplete={means === 'code' ? 'one-time-code' : 'current-password'}
            autoFocus
            required
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Form>
      </div>
    </Dialog>
  );
}
