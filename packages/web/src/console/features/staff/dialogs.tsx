import { useState, type ReactNode } from 'react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { Field } from '../../../ui/field.js';
import { Form } from '../../../ui/form.js';
import { Notice } from '../../../ui/notice.js';
import { toast } from '../../../ui/toast.js';
import { ask, queries, useAction } from '../../admin/index.js';
import { OneTimeText } from '../account/index.js';
import { RoleField } from './role-field.js';
import type { Member, Task } from './screen.js';

type FirstPassword = Result<typeof admin.staff.add>;

/** Does one thing with a member of staff, or adds one. A new one-time password is shown once, in the same dialog. */
export function StaffDialog({ task, onClose }: { readonly task: Task; readonly onClose: () => void }) {
  const t = useTranslations('console');
  const [made, setMade] = useState<FirstPassword>();
  const title = t(`staff.tasks.${task.kind}`);
  return (
    <Dialog title={title} closeLabel={t('close')} onClose={onClose}>
      {made ? (
        <Password made={made} onClose={onClose} />
      ) : task.kind === 'add' ? (
        <Add onMade={setMade} />
      ) : (
        <Change kind={task.kind} member={task.member} onMade={setMade} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Add({ onMade }: { readonly onMade: (made: FirstPassword) => void }) {
  const t = useTranslations('console');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Member['role']>('moderator');
  return (
    <TaskForm
      submit={t('staff.tasks.add')}
      work={async () => onMade(await ask('POST', '/admin/staff', { name: name.trim(), role }))}
    >
      <Field
        label={t('userName')}
        autoCapitalize="none"
        autoComplete="off"
        maxLength={64}
        required
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <RoleField value={role} onChange={setRole} />
    </TaskForm>
  );
}

function Change({
  kind,
  member: { id, name, role: present },
  onMade,
  onClose,
}: {
  readonly kind: Exclude<Task['kind'], 'add'>;
  readonly member: Member;
  readonly onMade: (made: FirstPassword) => void;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.staff');
  const [role, setRole] = useState(present);

  async function work(): Promise<void> {
    if (kind === 'reset') return onMade(await ask('POST', '/admin/staff/{id}/reset', { id }));
    if (kind === 'role') await ask('PUT', '/admin/staff/{id}/role', { id, role });
    else if (kind === 'remove') await ask('DELETE', '/admin/staff/{id}', { id });
    else await ask('DELETE', '/admin/staff/{id}/sessions', { id });
    toast(t(`done.${kind}`, { name }));
    onClose();
  }

  return (
    <TaskForm submit={t(`tasks.${kind}`)} work={work} look={kind === 'remove' ? 'danger' : 'main'}>
      <p>{t(`hints.${kind}`, { name })}</p>
      {kind === 'role' && <RoleField value={role} onChange={setRole} />}
    </TaskForm>
  );
}

/** The fields of a task, and its button. The list is asked for again, whatever happens: a refusal may mean that it is old. */
function TaskForm({
  submit,
  look = 'main',
  work,
  children,
}: {
  readonly submit: string;
  readonly look?: 'main' | 'danger';
  readonly work: () => Promise<void>;
  readonly children: ReactNode;
}) {
  const { isBusy, refusal, act, proof } = useAction();
  return (
    <>
      <Form
        submit={submit}
        look={look}
        isBusy={isBusy}
        onSubmit={() =>
          void act(async () => {
            try {
              await work();
            } finally {
              void queries.invalidateQueries({ queryKey: ['staff'] });
            }
          })
        }
      >
        {children}
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      </Form>
      {proof}
    </>
  );
}

function Password({
  made: { oneTimePassword, expiresAt },
  onClose,
}: {
  readonly made: FirstPassword;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.staff');
  const format = useFormatter();
  const time = format.dateTime(expiresAt, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div className="flex flex-col gap-4">
      <p>{t('passwordHint', { time })}</p>
      <OneTimeText label={t('oneTimePassword')} text={oneTimePassword} />
      <div className="flex justify-end">
        <Button look="main" onClick={onClose}>
          {t('done.close')}
        </Button>
      </div>
    </div>
  );
}
