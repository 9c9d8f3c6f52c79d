import { useTranslations } from '../../../text/index.js';
import { Dialog } from '../../../ui/dialog.js';
import { toast } from '../../../ui/toast.js';
import { ask, queries, useAction } from '../../admin/index.js';
import { ReasonForm } from '../../parts/reason-form.js';
import type { Group, GroupMember } from './group-screen.js';

/** Closes a group, with a reason. */
export function CloseDialog({ group, onClose }: { readonly group: Group; readonly onClose: () => void }) {
  const t = useTranslations('console.groups.close');
  return (
    <Task
      title={t('title')}
      submit={t('action')}
      hint={t('hint', { name: group.name, members: group.members })}
      look="danger"
      work={(reason) => ask('DELETE', '/admin/groups/{id}', { id: group.id, reason })}
      done={t('done', { name: group.name })}
      onClose={onClose}
    />
  );
}

/** Hands a group over to a member, with a reason. */
export function HandOverDialog({
  group,
  to,
  onClose,
}: {
  readonly group: Group;
  readonly to: GroupMember;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.groups.handOver');
  return (
    <Task
      title={t('title')}
      submit={t('action')}
      hint={t('hint', { name: to.username, group: group.name })}
      look="main"
      work={(reason) => ask('PUT', '/admin/groups/{id}/owner', { id: group.id, to: to.id, reason })}
      done={t('done', { name: to.username })}
      onClose={onClose}
    />
  );
}

/** The group is asked for again, whatever happens: a refusal may mean that it is old. */
function Task({
  title,
  submit,
  hint,
  look,
  work,
  done,
  onClose,
}: {
  readonly title: string;
  readonly submit: string;
  readonly hint: string;
  readonly look: 'main' | 'danger';
  readonly work: (reason: string) => Promise<unknown>;
  readonly done: string;
  readonly onClose: () => void;
}) {
  const common = useTranslations('console');
  const action = useAction();
  return (
    <Dialog title={title} closeLabel={common('close')} onClose={onClose}>
      <ReasonForm
        submit={submit}
        look={look}
        action={action}
        onSubmit={async (reason) => {
          try {
            await work(reason);
          } finally {
            void queries.invalidateQueries({ queryKey: ['group'] });
          }
          toast(done);
          onClose();
        }}
      >
        <p>{hint}</p>
      </ReasonForm>
    </Dialog>
  );
}
