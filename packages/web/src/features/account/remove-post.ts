import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { im, realtime, Result } from '@kith/contract';

type Moments = InfiniteData<Result<typeof im.get.circleData>>;
type Videos = InfiniteData<Result<(typeof im)['video.Share']['video_list']>>;

/** Takes a post out of the lists that are loaded: a feed that is loaded again would move below the eyes. */
export function removePost(queries: QueryClient, { kind, id }: Omit<realtime.TakenDownFrame, 't'>): void {
  if (kind === 'moment')
    queries.setQueriesData<Moments>({ queryKey: ['moments'] }, (data) =>
      without(data, (moment) => moment.post_id === id),
    );
  else
    queries.setQueriesData<Videos>({ queryKey: ['videos'] }, (data) =>
      without(data, (video) => String(video.id) === id),
    );
}

function without<T, P extends { readonly data: readonly T[] }>(
  lists: InfiniteData<P> | undefined,
  isGone: (row: P['data'][number]) => boolean,
): InfiniteData<P> | undefined {
  return (
    lists && {
      ...lists,
      pages: lists.pages.map((page) => ({ ...page, data: page.data.filter((row) => !isGone(row)) })),
    }
  );
}
