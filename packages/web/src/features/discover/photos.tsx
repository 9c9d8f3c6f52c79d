import { useRef, useState, type KeyboardEvent } from 'react';
import type { api, Result } from '@kith/contract';
import { useTranslations } from '../../text/index.js';
import { classes } from '../../ui/classes.js';
import { photoPath } from './picture.js';
import { Portrait } from './portrait.js';

type Card = Result<typeof api.intro.card>;

/** A person's photos, one at a time: swipe, tap the left or right third, or use the arrows. */
export function Photos({ card }: { readonly card: Card }) {
  const t = useTranslations('profile');
  const strip = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const photos = card.user_photos.filter(({ photo_url }) => photo_url !== '');
  const count = photos.length;

  function show(index: number): void {
    const to = Math.max(0, Math.min(count - 1, index));
    setAt(to);
    strip.current?.scrollTo({ left: to * strip.current.clientWidth, behavior: 'smooth' });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    show(at + step);
  }

  if (count === 0)
    return (
      <Portrait
        photo=""
        icon={card.user.user_icon}
        ground={card.user.user_background_icon}
        className="aspect-4/5 w-full"
      />
    );
  return (
    <div className="relative">
      <div
        ref={strip}
        role="group"
        aria-roledescription={t('photos')}
        aria-label={t('photoOf', { at: at + 1, count })}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onScroll={({ currentTarget: { scrollLeft, clientWidth } }) =>
          setAt(Math.round(scrollLeft / clientWidth))
        }
        onClick={({ clientX, currentTarget }) => {
          const { left, width } = currentTarget.getBoundingClientRect();
          const third = (clientX - left) / width;
          if (third < 1 / 3) show(at - 1);
          else if (third > 2 / 3) show(at + 1);
        }}
        className="flex aspect-4/5 w-full snap-x snap-mandatory [scrollbar-width:none] overflow-x-auto overscroll-x-contain bg-other focus-visible:-outline-offset-4"
      >
        {photos.map((photo, index) => (
          <img
            key={photo.id}
            src={photoPath(photo.photo_url, 800)}
            alt={t('photoOf', { at: index + 1, count })}
            loading={index < 2 ? 'eager' : 'lazy'}
            className="size-full shrink-0 snap-center object-cover"
          />
        ))}
      </div>
      {count > 1 && (
        <span aria-hidden className="pointer-events-none absolute inset-x-3 top-3 flex gap-1">
          {photos.map((photo, index) => (
            <span
              key={photo.id}
              className={classes('h-1 grow rounded-pill', index === at ? 'bg-on-foot' : 'bg-foot')}
            />
          ))}
        </span>
      )}
      <span role="status" className="sr-only">
        {t('photoOf', { at: at + 1, count })}
      </span>
    </div>
  );
}
