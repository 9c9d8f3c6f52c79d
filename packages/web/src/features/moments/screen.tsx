import { Link, useParams } from '@tanstack/react-router';
import { Images } from 'lucide-react';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { ReturnLink } from '../../ui/back-link.js';
import { Button } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { Skeleton } from '../../ui/skeleton.js';
import { Loaded, useAccount } from '../account/index.js';
import { MomentView } from './moment.js';
import { PostForm } from './post-form.js';
import { useMoments } from './use-moments.js';

/** The moments of friends, or of one person. */
export function MomentsScreen() {
  const { session } = useAccount();
  const userId = Number(useParams({ strict: false }).userId ?? 0);
  return <Moments key={userId} userId={userId} ownId={session.userId} />;
}

function Moments({ userId, ownId }: { readonly userId: number; readonly ownId: number }) {
  const t = useTranslations('moments');
  const app = useTranslations('app');
  const moments = useMoments(userId);
  const owner = moments.data?.pages[0]?.user_info;
  const title =
    userId === 0 ? t('title') : userId === ownId ? t('mine') : t('of', { name: owner?.nickname ?? '' });
  return (
    <main id="content" tabIndex={-1} className="grow overflow-y-auto outline-none">
      <div className="mx-auto flex min-h-full max-w-150 flex-col gap-4 px-4 pb-4 lg:pb-10">
        <header className="flex items-center gap-1 head">
          <ReturnLink label={app('back')} />
          {userId !== 0 && owner && <Avatar id={owner.id} name={owner.nickname} photo={owner.photo} />}
          <h1 className="min-w-0 grow truncate text-head font-strong">{title}</h1>
          {userId === 0 ? (
            <Link
              to="/moments/$userId"
              params={{ userId: String(ownId) }}
              className="flex h-11 items-center rounded-control px-3 font-medium text-accent hover:bg-tint"
            >
              {t('mine')}
            </Link>
          ) : (
            <Link
              to="/moments"
              className="flex h-11 items-center rounded-control px-3 font-medium text-accent hover:bg-tint"
            >
              {t('all')}
            </Link>
          )}
        </header>
        {(userId === 0 || userId === ownId) && <PostForm />}
        <Loaded of={moments} loading={<Loading />} failed={t('failed')}>
          {({ pages }) => {
            const all = pages.flatMap((page) => page.data);
            if (all.length === 0) return <Empty icon={Images} title={t('empty')} hint={t('emptyHint')} />;
            return all.map((moment) => (
              <MomentView key={moment.post_id} moment={moment} isOwn={moment.uid === ownId} ownId={ownId} />
            ));
          }}
        </Loaded>
        {moments.hasNextPage && (
          <Button
            look="quiet"
            className="self-center"
            isBusy={moments.isFetchingNextPage}
            onClick={() => void moments.fetchNextPage()}
          >
            {t('older')}
          </Button>
        )}
      </div>
    </main>
  );
}

function Loading() {
  return (
    <>
      <Skeleton className="h-40 rounded-card" />
      <Skeleton className="h-72 rounded-card" />
    </>
  );
}
