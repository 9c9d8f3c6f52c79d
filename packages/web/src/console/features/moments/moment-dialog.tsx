import { useTranslations } from '../../../text/index.js';
import { classes } from '../../../ui/classes.js';
import { Dialog } from '../../../ui/dialog.js';
import { Comments, TakeDown } from '../posts/index.js';
import type { Moment } from './screen.js';

/** A moment with its pictures or its video and the comments; takes it down or restores it with a reason. */
export function MomentDialog({
  moment: { id, authorName, text, files, takenDownAt },
  veil,
  onClose,
}: {
  readonly moment: Moment;
  /** The look of pictures. */
  readonly veil: string;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.moments');
  const common = useTranslations('console');
  return (
    <Dialog title={t('of', { name: authorName })} closeLabel={common('close')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        {text !== '' && <p className="wrap-anywhere whitespace-pre-wrap">{text}</p>}
        {files.map(({ url, thumbUrl, isVideo }, at) =>
          isVideo ? (
            // Who made it wrote no captions.
            <video
              key={url}
              src={url}
              poster={thumbUrl}
              controls
              muted
              playsInline
              preload="none"
              className="max-h-80 w-full rounded-control bg-other"
            />
          ) : (
            <span key={url} className="block overflow-hidden rounded-control bg-other">
              <img
                src={url}
                alt={t('picture', { number: at + 1 })}
                loading="lazy"
                className={classes('max-h-80 w-full object-contain', veil)}
              />
            </span>
          ),
        )}
        <TakeDown of="moments" kind="post" id={id} isUp={takenDownAt === undefined} onDone={onClose} />
        <Comments of="moments" id={id} />
      </div>
    </Dialog>
  );
}
