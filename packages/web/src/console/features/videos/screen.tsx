import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Clapperboard, Eye, EyeOff, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { buttonLook } from '../../../ui/button.js';
import { classes } from '../../../ui/classes.js';
import { Empty } from '../../../ui/empty.js';
import { Icon } from '../../../ui/icon.js';
import { ask, Loaded } from '../../admin/index.js';
import { chipLook } from '../../parts/chip-look.js';
import { Page } from '../../parts/page.js';
import { PersonLink } from '../../parts/person-link.js';
import { useHeldSpace } from '../review/index.js';
import { STATES, type VideoFilters } from './filters.js';

const VideoDialog = lazy(async () => ({ default: (await import('./video-dialog.js')).VideoDialog }));

type Videos = Result<typeof admin.videos.list>;
export type Video = Videos['rows'][number];

/** The short videos of the tenant, newest first, behind a veil. The address holds the filters, the page and the veil. */
export function VideosScreen() {
  const t = useTranslations('console.videos');
  const filters = useSearch({ from: '/console/videos' });
  const { clear, ...params } = filters;
  const videos = useQuery({
    queryKey: ['videos', params],
    queryFn: () => ask('GET', '/admin/videos', params),
    placeholderData: keepPreviousData,
  });
  const [open, setOpen] = useState<Video>();
  return (
    <Page
      title={t('title')}
      end={
        <Link
          to="/console/videos"
          search={clear ? params : { ...params, clear: true }}
          replace
          className={buttonLook('quiet')}
        >
          <Icon of={clear ? EyeOff : Eye} />
          <span className="max-md:sr-only">{t(clear ? 'veil' : 'unveil')}</span>
        </Link>
      }
    >
      <div className="flex min-h-0 grow flex-col gap-3 overflow-y-auto px-4 pb-4 md:px-6">
        <Filters filters={filters} />
        <Loaded of={videos}>{(data) => <Grid videos={data} filters={filters} onOpen={setOpen} />}</Loaded>
      </div>
      {open && (
        <Suspense>
          <VideoDialog video={open} onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
    </Page>
  );
}

function Filters({ filters: { before: _, ...all } }: { readonly filters: VideoFilters }) {
  const t = useTranslations('console.videos');
  const { author, ...ofAnybody } = all;
  const { state, ...ofBoth } = all;
  return (
    <div role="group" aria-label={t('filters')} className="flex shrink-0 flex-wrap items-center gap-2">
      {[undefined, ...STATES].map((one) => (
        <Link
          key={one ?? 'all'}
          to="/console/videos"
          search={one === undefined ? ofBoth : { ...ofBoth, state: one }}
          activeProps={{ 'aria-current': undefined }}
          aria-current={one === state || undefined}
          className={chipLook(one === state)}
        >
          {t(`states.${one ?? 'all'}`)}
        </Link>
      ))}
      {author !== undefined && (
        <Link
          to="/console/videos"
          search={ofAnybody}
          aria-label={t('removeAuthor', { id: author })}
          className={chipLook(true)}
        >
          {t('byAuthor', { id: author })}
          <Icon of={X} size={16} />
        </Link>
      )}
    </div>
  );
}

function Grid({
  videos: { rows, next },
  filters,
  onOpen,
}: {
  readonly videos: Videos;
  readonly filters: VideoFilters;
  readonly onOpen: (video: Video) => void;
}) {
  const t = useTranslations('console.videos');
  const isHeld = useHeldSpace();
  const { before, ...all } = filters;
  if (rows.length === 0) return <Empty icon={Clapperboard} title={t('empty')} />;
  const veil = classes('transition', !all.clear && !isHeld && 'blur-veil');
  return (
    <>
      <ul aria-label={t('title')} className="grid grid-cols-2 gap-4 md:grid-cols-4 xl:grid-cols-6">
        {rows.map((video) => (
          <Item key={video.id} video={video} veil={veil} filters={all} onOpen={() => onOpen(video)} />
        ))}
      </ul>
      {(before !== undefined || next !== undefined) && (
        <nav aria-label={t('pages')} className="flex shrink-0 gap-2">
          {before !== undefined && (
            <Link to="/console/videos" search={all} className={buttonLook('plain')}>
              {t('newest')}
            </Link>
          )}
          {next !== undefined && (
            <Link to="/console/videos" search={{ ...all, before: next }} className={buttonLook('plain')}>
              {t('older')}
            </Link>
          )}
        </nav>
      )}
    </>
  );
}

function Item({
  video: { id, title, coverUrl, authorId, authorName, likes, createdAt, takenDownAt },
  veil,
  filters,
  onOpen,
}: {
  readonly video: Video;
  readonly veil: string;
  readonly filters: VideoFilters;
  readonly onOpen: () => void;
}) {
  const t = useTranslations('console.videos');
  const format = useFormatter();
  const now = useNow();
  return (
    <li className="flex min-w-0 flex-col gap-1 rounded-card border border-line bg-panel p-2">
      <button
        type="button"
        className="rounded-control"
        aria-label={t('open', { title: title || String(id) })}
        onClick={onOpen}
      >
        <span className="block aspect-[3/4] w-full overflow-hidden rounded-control bg-other">
          <img src={coverUrl} alt="" loading="lazy" className={classes('size-full object-cover', veil)} />
        </span>
      </button>
      <p className="truncate pt-1 font-medium">{title || t('untitled')}</p>
      <p className="flex min-w-0 items-baseline gap-2 text-small">
        <span className="truncate">
          <PersonLink id={authorId}>{authorName}</PersonLink>
        </span>
        {filters.author === undefined && (
          <Link
            to="/console/videos"
            search={{ ...filters, author: authorId }}
            aria-label={t('onlyAuthor', { name: authorName })}
            className="shrink-0 text-secondary hover:text-accent hover:underline"
          >
            {t('only')}
          </Link>
        )}
      </p>
      <p className="text-small text-secondary">
        {t('likes', { count: likes })} · {format.relativeTime(Math.min(createdAt, now), now)}
      </p>
      {takenDownAt !== undefined && <p className="text-small text-danger">{t('states.taken_down')}</p>}
    </li>
  );
}
