import { useTranslations } from '../../../text/index.js';
import { toast } from '../../../ui/toast.js';
import { ask, queries, useAction } from '../../admin/index.js';
import { ReasonForm } from '../../parts/reason-form.js';

/** Takes a video, a moment or a comment down with a reason, or restores it. */
export function TakeDown({
  of,
  kind,
  id,
  isUp,
  onDone,
}: {
  readonly of: 'videos' | 'moments';
  readonly kind: 'post' | 'comment';
  readonly id: number;
  /** Whether it is shown now. */
  readonly isUp: boolean;
  readonly onDone: () => void;
}) {
  const t = useTranslations('console.posts');
  const action = useAction();
  const texts = kind === 'comment' ? 'comment' : of;

  async function change(reason: string): Promise<void> {
    const base = kind === 'comment' ? (`/admin/${of}/comments` as const) : (`/admin/${of}` as const);
    try {
      await ask('POST', `${base}/{id}/${isUp ? 'taking-down' : 'restoration'}`, { id, reason });
    } finally {
      // Whatever happens: a refusal may mean that the list is old.
      void queries.invalidateQueries({ queryKey: [of] });
    }
    toast(t(isUp ? `${texts}.takenDown` : `${texts}.restored`));
    onDone();
  }

  return (
    <ReasonForm
      submit={t(isUp ? 'takeDown' : 'restore')}
      look={isUp ? 'danger' : 'main'}
      action={action}
      onSubmit={change}
    >
      <p>{t(isUp ? `${texts}.takeDownHint` : `${texts}.restoreHint`)}</p>
    </ReasonForm>
  );
}
