import { useTranslations } from '../../../text/index.js';
import { Dialog } from '../../../ui/dialog.js';
import { toast } from '../../../ui/toast.js';
import { ask, queries, useAction } from '../../admin/index.js';
import { ReasonForm } from '../../parts/reason-form.js';
import type { Video } from './screen.js';

/** Plays a video without sound, and takes it down or restores it with a reason. */
export function VideoDialog({
  video: { id, title, url, coverUrl, takenDownAt },
  onClose,
}: {
  readonly video: Video;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.videos');
  const common = useTranslations('console');
  const action = useAction();
  const isUp = takenDownAt === undefined;

  async function change(reason: string): Promise<void> {
    const path = isUp ? '/admin/videos/{id}/taking-down' : '/admin/videos/{id}/restoration';
    try {
      await ask('POST', path, { id, reason });
    } finally {
      // Whatever happens: a refusal may mean that the list is old.
      void queries.invalidateQueries({ queryKey: ['videos'] });
    }
    toast(t(isUp ? 'takenDown' : 'restored'));
    onClose();
  }

  return (
    <Dialog title={title || t('untitled')} closeLabel={common('close')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        {/* Who made it wrote no captions. */}
        <video
          src={url}
          poster={coverUrl}
          controls
          muted
          playsInline
          preload="none"
          className="max-h-80 w-full rounded-control bg-other"
        />
        <ReasonForm
          submit={t(isUp ? 'takeDown' : 'restore')}
          look={isUp ? 'danger' : 'main'}
          action={action}
          onSubmit={change}
        >
          <p>{t(isUp ? 'takeDownHint' : 'restoreHint')}</p>
        </ReasonForm>
      </div>
    </Dialog>
  );
}
