import { useTranslations } from '../../../text/index.js';
import { Dialog } from '../../../ui/dialog.js';
import { Comments, TakeDown } from '../posts/index.js';
import type { Video } from './screen.js';

/** Plays a video without sound, shows its comments, and takes it down or restores it with a reason. */
export function VideoDialog({
  video: { id, title, url, coverUrl, takenDownAt },
  onClose,
}: {
  readonly video: Video;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.videos');
  const common = useTranslations('console');
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
        <TakeDown of="videos" kind="post" id={id} isUp={takenDownAt === undefined} onDone={onClose} />
        <Comments of="videos" id={id} />
      </div>
    </Dialog>
  );
}
