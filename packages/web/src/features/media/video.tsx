import { Play, VideoOff } from 'lucide-react';
import { useState } from 'react';
import type { MessageRow } from '../../client/messages/rows.js';
import { claimSound } from '../../client/sound.js';
import { useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';
import { useFailed } from '../../ui/use-failed.js';
import { clock } from './attachment-kind.js';
import { Progress } from './progress.js';
import { sizeIn } from './size.js';
import { useFile } from './stored-file.js';

/** A video in a chat: its still, and the video itself once somebody wants to see it. */
export function Video({ row }: { readonly row: MessageRow }) {
  const t = useTranslations('media');
  const { url, poster, width, height, seconds, progress, cancel } = useFile(row);
  const [isOpen, setOpen] = useState(false);
  const [failed, setFailed] = useFailed();
  const size = sizeIn(width, height);
  const label = t('playVideo', { length: clock(seconds) });
  return (
    <div
      className="relative max-w-full overflow-hidden rounded-bubble bg-foot text-on-foot"
      style={{ width: size.width, aspectRatio: `${size.width} / ${size.height}` }}
    >
      {url !== undefined && failed === url ? (
        <p className="flex size-full flex-col items-center justify-center gap-2 p-3 text-center text-small">
          <Icon of={VideoOff} size={28} />
          {t('cannotPlay')}
          <a href={url} download className="underline">
            {t('saveVideo')}
          </a>
        </p>
      ) : isOpen ? (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- people send no captions
        <video
          src={url}
          poster={poster}
          controls
          autoPlay
          playsInline
          onPlay={({ currentTarget }) => claimSound(currentTarget)}
          onError={() => setFailed(url)}
          className="size-full object-contain"
        />
      ) : (
        <>
          {poster === undefined ? (
            <video src={url} muted preload="metadata" aria-hidden className="size-full object-cover" />
          ) : (
            <img src={poster} alt="" loading="lazy" decoding="async" className="size-full object-cover" />
          )}
          {progress === undefined && (
            <button
              type="button"
              aria-label={label}
              title={label}
              onClick={() => setOpen(true)}
              className="group absolute inset-0 flex items-center justify-center focus-visible:-outline-offset-4"
            >
              <span className="flex size-14 items-center justify-center rounded-pill bg-foot/85 transition group-hover:bg-foot group-active:scale-95">
                <Icon of={Play} size={28} />
              </span>
            </button>
          )}
          {seconds > 0 && (
            <span
              aria-hidden
              className="pointer-events-none absolute start-2 top-2 rounded-pill bg-foot/85 px-2 text-meta tabular-nums"
            >
              {clock(seconds)}
            </span>
          )}
        </>
      )}
      {progress !== undefined && <Progress part={progress} onCancel={cancel} />}
    </div>
  );
}
