import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Clapperboard, Tags } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { classes } from '../../../ui/classes.js';
import { Button } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { Empty } from '../../../ui/empty.js';
import { ask, Loaded } from '../../admin/index.js';
import { Page } from '../../parts/page.js';
import { Author, Filters, Pages, Veil, type PostFilters } from '../posts/index.js';
import { useHeldSpace } from '../review/index.js';

const VideoDialog = lazy(async () => ({ default: (await import('./video-dialog.js')).VideoDialog }));

const CategoriesDialog = lazy(async () => ({
  default: (await import('./categories-dialog.js')).CategoriesDialog,
}));

const TO = '/console/videos';

type Videos = Result<typeof admin.videos.list>;
export type Video = Videos['rows'][number];

/** The short videos of the tenant, newest first, behind a veil. The address holds the filters, the page and the veil. */
export function VideosScreen() {
  const t = useTranslations('console.videos');
  const filters = useSearch({ from: TO });
  const { clear: _, ...params } = filters;
  const videos = useQuery({
    queryKey: ['videos', params],
    queryFn: () => ask('GET', '/admin/videos', params),
    placeholderData: keepPreviousData,
  });
  const [open, setOpen] = useState<Video>();
  const [showsCategories, setShowsCategories] = useState(false);
  return (
    <Page
      title={t('title')}
      end={
        <div className="flex items-center gap-1">
          <Button look="quiet" onClick={() => setShowsCategories(true)}>
            <Icon of={Tags} />
            <span className="max-md:sr-only">{t('categories.title')}</span>
          </Button>
          <Veil to={TO} filters={filters} />
        </div>
      }
    >
      <div className="flex min-h-0 grow flex-col gap-3 overflow-y-auto px-4 pb-4 md:px-6">
        <Filters to={TO} filters={filters} />
        <Loaded of={videos}>{(data) => <Grid videos={data} filters={filters} onOpen={setOpen} />}</Loaded>
      </div>
      {showsCategories && (
        <Suspense>
          <CategoriesDialog onClose={() => setShowsCategories(false)} />
        </Suspense>
      )}
      {open && (
        <Suspense>
          <VideoDialog video={open} onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
    </Page>
  );
}

function Grid({
  videos: { rows, next },
  filters,
  onOpen,
}: {
  readonly videos: Videos;
  readonly filters: PostFilters;
  readonly onOpen: (video: Video) => void;
}) {
  const t = useTranslations('console.videos');
  const isHeld = useHeldSpace();
  if (rows.length === 0) return <Empty icon={Clapperboard} title={t('empty')} />;
  const veil = classes('transition', !filters.clear && !isHeld && 'blur-veil');
  return (
    <>
      <ul aria-label={t('title')} className="grid grid-cols-2 gap-4 md:grid-cols-4 xl:grid-cols-6">
        {rows.map((video) => (
          <Item key={video.id} video={video} veil={veil} filters={filters} onOpen={() => onOpen(video)} />
        ))}
      </ul>
      <Pages to={TO} filters={filters} next={next} />
    </>
  );
}

function Item({
  video,
  veil,
  filters,
  onOpen,
}: {
  readonly video: Video;
  readonly veil: string;
  readonly filters: PostFilters;
  readonly onOpen: () => void;
}) {
  const t = useTranslations('console.videos');
  const posts = useTranslations('console.posts');
  const format = useFormatter();
  const now = useNow();
  const { id, title, coverUrl, likes, comments, createdAt, takenDownAt } = video;
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
      <Author to={TO} filters={filters} of={video} />
      <p className="text-small text-secondary">
        {posts('counts', { likes, comments })} · {format.relativeTime(Math.min(createdAt, now), now)}
      </p>
      {takenDownAt !== undefined && <p className="text-small text-danger">{posts('states.taken_down')}</p>}
    </li>
  );
}
