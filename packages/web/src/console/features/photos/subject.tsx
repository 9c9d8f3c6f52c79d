import { useEffect, useRef, type Ref } from 'react';
import { useTranslations } from '../../../text/index.js';
import { classes } from '../../../ui/classes.js';
import { useHeldSpace } from '../review/index.js';
import type { Item } from './review.js';

/** The sizes of the photo. */
export const ZOOMS = ['size-full', 'size-[150%]', 'size-[200%]', 'size-[300%]'] as const;

/** The photo, what it replaces, and the card around it; behind a veil, except while the space bar is held. */
export function Subject({
  item,
  isClear,
  isGrey,
  zoom,
  heading,
}: {
  readonly item: Item | undefined;
  readonly isClear: boolean;
  /** Without colours. */
  readonly isGrey: boolean;
  /** The place of the size of the photo in `ZOOMS`. */
  readonly zoom: number;
  readonly heading: Ref<HTMLHeadingElement>;
}) {
  const t = useTranslations('console.photos');
  const isHeld = useHeldSpace();
  const veil = classes('transition', !isClear && !isHeld && 'blur-veil', isGrey && 'grayscale');
  if (!item)
    return (
      <section className="flex grow items-center justify-center p-6 text-secondary">
        <h2 ref={heading} tabIndex={-1} className="outline-none">
          {t('empty')}
        </h2>
      </section>
    );
  const { url, replacesUrl, place, person } = item;
  const name = person.nickname || person.username;
  return (
    <section className="flex min-h-0 min-w-0 grow flex-col gap-3 bg-other p-4 max-lg:shrink-0">
      <h2 ref={heading} tabIndex={-1} className="truncate font-medium outline-none">
        {t('photoOf', { name, place })}
      </h2>
      <div className="flex min-h-80 grow gap-3 lg:min-h-0">
        {replacesUrl !== undefined && (
          <figure className="flex w-1/3 min-w-0 shrink-0 flex-col gap-1">
            <Picture url={replacesUrl} veil={veil} text={t('replaced', { name })} />
            <figcaption className="text-small text-secondary">{t('replaces')}</figcaption>
          </figure>
        )}
        <figure className="flex min-w-0 grow flex-col">
          <Picture key={url} url={url} veil={veil} zoom={zoom} text={t('photoOf', { name, place })} />
        </figure>
      </div>
      <ul aria-label={t('card')} className="flex shrink-0 gap-2 overflow-x-auto">
        {person.photos.map((photo) => (
          <li key={photo.place} className="w-16 shrink-0">
            <span
              className={classes(
                'block h-20 overflow-hidden rounded-control border-2',
                photo.place === place ? 'border-accent' : 'border-transparent',
              )}
            >
              <img src={photo.url} alt="" className={classes('size-full object-cover', veil)} />
            </span>
            <span className="block truncate text-center text-meta text-secondary">
              {t(`states.${photo.state}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Picture({
  url,
  veil,
  zoom = 0,
  text,
}: {
  readonly url: string;
  readonly veil: string;
  readonly zoom?: number;
  readonly text: string;
}) {
  const frame = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const { current } = frame;
    if (!current) return;
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = current;
    current.scrollTo((scrollWidth - clientWidth) / 2, (scrollHeight - clientHeight) / 2);
  }, [zoom]);
  return (
    <span
      ref={frame}
      className={classes(
        'relative block min-h-0 grow rounded-card',
        zoom > 0 ? 'overflow-auto' : 'overflow-hidden',
      )}
      // A keyboard scrolls what has the focus.
      {...(zoom > 0 && { tabIndex: 0 })}
    >
      <img
        src={url}
        alt={text}
        className={classes('absolute inset-0 max-w-none object-contain', ZOOMS[zoom], veil)}
      />
    </span>
  );
}
