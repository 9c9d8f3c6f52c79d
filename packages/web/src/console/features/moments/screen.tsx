import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Aperture, Play } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { classes } from '../../../ui/classes.js';
import { Empty } from '../../../ui/empty.js';
import { Icon } from '../../../ui/icon.js';
import { ask, Loaded } from '../../admin/index.js';
import { Page } from '../../parts/page.js';
import { Author, Filters, Pages, Veil, type PostFilters } from '../posts/index.js';
import { useHeldSpace } from '../review/index.js';

const MomentDialog = lazy(async () => ({ default: (await import('./moment-dialog.js')).MomentDialog }));

const TO = '/console/moments';

type Moments = Result<typeof admin.moments.list>;
export type Moment = Moments['rows'][number];

/** The moments of the tenant, newest first, with pictures behind a veil. The address holds the filters, the page and the veil. */
export function MomentsScreen() {
  const t = useTranslations('console.moments');
  const filters = useSearch({ from: TO });
  const { clear, ...params } = filters;
  const isHeld = useHeldSpace();
  const veil = classes('transition', !clear && !isHeld && 'blur-veil');
  const moments = useQuery({
    queryKey: ['moments', params],
    queryFn: () => ask('GET', '/admin/moments', params),
    placeholderData: keepPreviousData,
  });
  const [open, setOpen] = useState<Moment>();
  return (
    <Page title={t('title')} end={<Veil to={TO} filters={filters} />}>
      <div className="flex min-h-0 grow flex-col gap-3 overflow-y-auto px-4 pb-4 md:px-6">
        <Filters to={TO} filters={filters} />
        <Loaded of={moments}>
          {({ rows, next }) =>
            rows.length === 0 ? (
              <Empty icon={Aperture} title={t('empty')} />
            ) : (
              <>
                <ul aria-label={t('title')} className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-3">
                  {rows.map((moment) => (
                    <Item
                      key={moment.id}
                      moment={moment}
                      veil={veil}
                      filters={filters}
                      onOpen={() => setOpen(moment)}
                    />
                  ))}
                </ul>
                <Pages to={TO} filters={filters} next={next} />
              </>
            )
          }
        </Loaded>
      </div>
      {open && (
        <Suspense>
          <MomentDialog moment={open} veil={veil} onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
    </Page>
  );
}

function Item({
  moment,
  veil,
  filters,
  onOpen,
}: {
  readonly moment: Moment;
  readonly veil: string;
  readonly filters: PostFilters;
  readonly onOpen: () => void;
}) {
  const t = useTranslations('console.moments');
  const posts = useTranslations('console.posts');
  const format = useFormatter();
  const now = useNow();
  const { id, authorName, text, files, likes, comments, postedAt, takenDownAt } = moment;
  return (
    <li className="flex min-w-0 flex-col gap-2 rounded-card border border-line bg-panel p-3">
      <Author to={TO} filters={filters} of={moment} />
      {text !== '' && <p className="line-clamp-4 wrap-anywhere whitespace-pre-wrap">{text}</p>}
      {files.length > 0 && (
        <ul className="grid grid-cols-5 gap-1">
          {files.map(({ url, thumbUrl, isVideo }) => (
            <li key={url} className="relative aspect-square overflow-hidden rounded-control bg-other">
              <img src={thumbUrl} alt="" loading="lazy" className={classes('size-full object-cover', veil)} />
              {isVideo && (
                <span className="absolute inset-0 flex items-center justify-center">
                  <span className="rounded-pill bg-panel p-1">
                    <Icon of={Play} size={16} />
                  </span>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className="flex items-center justify-between gap-2">
        <p className="text-small text-secondary">
          {posts('counts', { likes, comments })} · {format.relativeTime(Math.min(postedAt, now), now)}
          {takenDownAt !== undefined && <span className="text-danger"> · {posts('states.taken_down')}</span>}
        </p>
        <Button
          look="quiet"
          aria-label={t('openOf', { name: authorName, text: text || String(id) })}
          onClick={onOpen}
        >
          {t('open')}
        </Button>
      </div>
    </li>
  );
}
