import { useSearch, Link } from '@tanstack/react-router';
import { Clapperboard, Upload } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslations } from '../../text/index.js';
import { ReturnLink } from '../../ui/back-link.js';
import { Button, IconButton } from '../../ui/button.js';
import { classes } from '../../ui/classes.js';
import { Empty } from '../../ui/empty.js';
import { Icon } from '../../ui/icon.js';
import { Skeleton } from '../../ui/skeleton.js';
import { LoadFailure } from '../account/index.js';
import { plainKey } from './plain-key.js';
import { useVideos, type Feed } from './use-videos.js';
import { VideoView } from './video.js';

const UploadSheet = lazy(() => import('./upload-sheet.js').then((file) => ({ default: file.UploadSheet })));

const FEEDS: readonly Feed[] = ['recommended', 'followed'];

/** Short videos, one a screen. */
export function VideosScreen() {
  const t = useTranslations('videos');
  const app = useTranslations('app');
  const feed = useSearch({ from: '/signed-in/videos' }).feed ?? 'recommended';
  const [isUploading, setUploading] = useState(false);
  return (
    <main id="content" tabIndex={-1} className="flex min-w-0 grow flex-col outline-none">
      <header className="flex items-center gap-1 px-4 head">
        <ReturnLink label={app('back')} />
        <h1 className="grow text-head font-strong">{t('title')}</h1>
        <nav aria-label={t('feeds')} className="flex">
          {FEEDS.map((name) => (
            <Link
              key={name}
              to="/videos"
              search={name === 'followed' ? { feed: name } : {}}
              replace
              aria-current={name === feed ? 'page' : undefined}
              className={classes(
                'flex h-11 items-center rounded-control px-3 text-small font-medium',
                name === feed ? 'text-accent' : 'text-secondary hover:text-text',
              )}
            >
              {t(name)}
            </Link>
          ))}
        </nav>
        <IconButton label={t('upload')} aria-haspopup="dialog" onClick={() => setUploading(true)}>
          <Icon of={Upload} />
        </IconButton>
      </header>
      <Videos key={feed} feed={feed} onUpload={() => setUploading(true)} />
      {isUploading && (
        <Suspense>
          <UploadSheet onClose={() => setUploading(false)} />
        </Suspense>
      )}
    </main>
  );
}

function Videos({ feed, onUpload }: { readonly feed: Feed; readonly onUpload: () => void }) {
  const t = useTranslations('videos');
  const { data, isError, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useVideos(feed);
  const list = useRef<HTMLUListElement>(null);
  const [shown, setShown] = useState(0);
  const [isMuted, setMuted] = useState(true);
  const videos = data?.pages.flatMap((page) => page.data);
  const isNearEnd = videos !== undefined && shown >= videos.length - 3;
  useEffect(() => {
    if (isNearEnd && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isNearEnd, hasNextPage, isFetchingNextPage, fetchNextPage]);

  function onKeyDown(event: KeyboardEvent): void {
    const key = plainKey(event);
    if (key === undefined) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step !== undefined) {
      event.preventDefault();
      list.current?.children[shown + step]?.scrollIntoView({ behavior: 'smooth' });
    }
    if (key.toLowerCase() === 'm') setMuted((before) => !before);
  }

  if (!videos)
    return isError ? (
      <LoadFailure title={t('failed')} onRetry={refetch} />
    ) : (
      <Skeleton className="m-4 grow rounded-card" />
    );
  if (videos.length === 0)
    return feed === 'followed' ? (
      <Empty icon={Clapperboard} title={t('emptyFollowed')} hint={t('emptyFollowedHint')} />
    ) : (
      <Empty icon={Clapperboard} title={t('empty')} hint={t('emptyHint')}>
        <Button look="main" onClick={onUpload}>
          {t('upload')}
        </Button>
      </Empty>
    );
  return (
    <>
      <ul
        ref={list}
        tabIndex={0}
        aria-label={t(feed)}
        aria-describedby="video-keys"
        onKeyDown={onKeyDown}
        onScroll={({ currentTarget: { scrollTop, clientHeight } }) =>
          setShown(Math.round(scrollTop / clientHeight))
        }
        className="min-h-0 grow snap-y snap-mandatory overflow-y-auto overscroll-contain [scrollbar-width:none] focus-visible:-outline-offset-2"
      >
        {videos.map((video, index) => (
          <li key={video.id} className="h-full snap-start snap-always px-0 pb-0 md:px-4 md:pb-4">
            <VideoView
              video={video}
              isShown={index === shown}
              isNear={Math.abs(index - shown) <= 1}
              isMuted={isMuted}
              onMute={() => setMuted((before) => !before)}
            />
          </li>
        ))}
      </ul>
      <p id="video-keys" className="sr-only">
        {t('keys')}
      </p>
    </>
  );
}
