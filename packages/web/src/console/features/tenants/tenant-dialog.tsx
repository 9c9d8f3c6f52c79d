import { useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Dialog } from '../../../ui/dialog.js';
import { Field } from '../../../ui/field.js';
import { Form } from '../../../ui/form.js';
import { Notice } from '../../../ui/notice.js';
import { ask, queries, useAction } from '../../admin/index.js';
import type { Tenant } from './screen.js';

/** Adds a tenant, or renames one. Import it lazily. */
export function TenantDialog({
  task,
  free,
  onClose,
}: {
  readonly task: Tenant | 'add';
  /** A number that no tenant has. */
  readonly free: number;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.tenants');
  const common = useTranslations('console');
  const isNew = task === 'add';
  const [id, setId] = useState(String(free));
  const [name, setName] = useState(isNew ? '' : task.name);
  const { isBusy, refusal, act, proof } = useAction();

  async function work(): Promise<void> {
    if (isNew) await ask('POST', '/admin/tenants', { id: Number(id), name: name.trim() });
    else await ask('PUT', '/admin/tenants/{id}', { id: task.id, name: name.trim() });
    // The label of the tenant shows its name, too.
    await Promise.all(['tenants', 'session'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    onClose();
  }

  return (
    <Dialog
      title={isNew ? t('add') : t('rename', { name: task.name })}
      closeLabel={common('close')}
      onClose={onClose}
    >
      <Form submit={t(isNew ? 'create' : 'save')} isBusy={isBusy} onSubmit={() => void act(work)}>
        <Field
          label={t('name')}
          autoComplete="off"
          autoFocus
          maxLength={64}
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        {isNew && (
          <Field
            label={t('id')}
            hint={t('idHint')}
            type="number"
            min={1}
            max={2_147_483_647}
            required
            value={id}
            onChange={(event) => setId(event.target.value)}
          />
        )}
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      </Form>
      {proof}
    </Dialog>
  );
}
