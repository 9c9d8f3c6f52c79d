import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { classes } from '../../ui/classes.js';
import { Icon } from '../../ui/icon.js';
import { useFailed } from '../../ui/use-failed.js';
import { Progress } from './progress.js';
import { sizeIn } from './size.js';
import { useFile } from './stored-file.js';
import { openPicture } from './viewer-layer.js';

interface PictureProps {
  readonly row: MessageRow;
  /** It fills its place in an album. */
  readonly isTile?: boolean;
}

/**
 * A picture in a chat. Its place is kept before it is loaded, so nothing moves when it appears; until then its thumbnail is
 * there, blurred.
 */
export function Picture({ row, isTile = false }: PictureProps) {
  const t = useTranslations('media');
  const { url, thumb, width, height, progress, cancel, giveUp } = useFile(row);
  const [damaged, setDamaged] = useFailed();
  const [isLoaded, setLoaded] = useState(false);
  const size = sizeIn(width, height);
  const sources = isTile ? undefined : sourcesOf(url, thumb, width, height);
  const isDamaged = damaged !== undefined && (url === undefined || url === damaged);
  return (
    <div
      className={classes(
        'relative overflow-hidden bg-other',
        isTile ? 'size-full' : 'max-w-full rounded-bubble',
      )}
      style={isTile ? undefined : { width: size.width, aspectRatio: `${size.width} / ${size.height}` }}
    >
      {isDamaged ? (
        <p className="flex size-full flex-col items-center justify-center gap-2 p-3 text-center text-small text-secondary">
          <Icon of={ImageOff} size={28} />
          {t('damaged')}
        </p>
      ) : (
        <button
          type="button"
          aria-label={t('openPicture')}
          disabled={progress !== undefined}
          onClick={() => openPicture(row.key)}
          className="relative block size-full focus-visible:-outline-offset-4"
        >
          {sources !== undefined && !isLoaded && (
            <img
              src={thumb}
              alt=""
              loading="lazy"
              draggable={false}
              className="absolute size-full object-cover [filter:blur(8px)]"
            />
          )}
          {url !== undefined && (
            <img
              src={thumb}
              srcSet={sources}
              sizes={`${size.width}px`}
              alt=""
              decoding="async"
              loading="lazy"
              draggable={false}
              onLoad={() => setLoaded(true)}
              onError={() => {
                giveUp();
                setDamaged(url);
              }}
              className={classes(
                'relative size-full object-cover transition-opacity',
                !isLoaded && 'opacity-0',
              )}
            />
          )}
        </button>
      )}
      {progress !== undefined && <Progress part={progress} onCancel={cancel} />}
    </div>
  );
}

const THUMB_SIDE = 350;

/** The thumbnail and the picture: a browser takes the picture where its pixels are small and the picture is not huge. */
function sourcesOf(
  url: string | undefined,
  thumb: string | undefined,
  width: number,
  height: number,
): string | undefined {
  const longer = Math.max(width, height);
  if (url === undefined || thumb === undefined || thumb === url || longer <= THUMB_SIDE) return undefined;
  return `${thumb} ${Math.round((width * THUMB_SIDE) / longer)}w, ${url} ${width}w`;
}
