import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import type { im, imShapes, Result } from '@kith/contract';
import { captureStill } from '../../client/capture-still.js';
import { useAccount } from '../account/index.js';

export type Video = imShapes.ShortVideo;
export type Feed = 'recommended' | 'followed';
type Page = Result<(typeof im)['video.Share']['video_list']>;

const TYPES = { recommended: 1, followed: 2 } as const;

/** The short videos of a feed, page by page. */
export function useVideos(feed: Feed) {
  const account = useAccount();
  return useInfiniteQuery({
    queryKey: ['videos', feed],
    queryFn: ({ pageParam: page }) => account.im['video.Share'].video_list({ type: TYPES[feed], page }),
    initialPageParam: 1,
    getNextPageParam: (page, _pages, at) => (at < Number(page.last_page) ? at + 1 : undefined),
  });
}

/** The comments of a video, newest first, each with its replies. */
export function useComments(videoId: number) {
  const account = useAccount();
  return useInfiniteQuery({
    queryKey: ['video-comments', videoId],
    queryFn: ({ pageParam: page }) => account.im['video.Share'].getComment({ id: videoId, page }),
    initialPageParam: 1,
    getNextPageParam: (page, _pages, at) => (at < Number(page.last_page) ? at + 1 : undefined),
  });
}

/** Likes, follows, comments and publishes. A feed keeps its order meanwhile, so it is changed and not loaded again. */
export function useVideoActions() {
  const account = useAccount();
  const queries = useQueryClient();
  const share = account.im['video.Share'];

  function change(how: (video: Video) => Video): void {
    queries.setQueriesData<InfiniteData<Page>>(
      { queryKey: ['videos'] },
      (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, data: page.data.map(how) })) },
    );
  }
  /** Changes at once, and changes back if the server refuses: each of both calls turns the state over. */
  async function turn(how: (video: Video) => Video, call: () => Promise<unknown>): Promise<void> {
    change(how);
    try {
      await call();
    } catch (error) {
      change(how);
      throw error;
    }
  }

  return {
    like: ({ id }: Video) =>
      turn(
        (video) =>
          video.id === id
            ? {
                ...video,
                is_fabulous: !video.is_fabulous,
                fabulous: video.fabulous + (video.is_fabulous ? -1 : 1),
              }
            : video,
        () => share.fabulous({ id }),
      ),
    follow: ({ user_id }: Video) =>
      turn(
        (video) => (video.user_id === user_id ? { ...video, is_follow: !video.is_follow } : video),
        () => share.follow({ user_id }),
      ),
    comment: async (videoId: number, content: string, commentId: number | undefined) => {
      await share.comment({
        share_id: videoId,
        content,
        ...(commentId !== undefined && { comment_id: commentId }),
      });
      change((video) => (video.id === videoId ? { ...video, comment: video.comment + 1 } : video));
      await queries.invalidateQueries({ queryKey: ['video-comments', videoId] });
    },
    publish: async (file: File, title: string, categoryId: number | undefined) => {
      const stored = await share.upload({}, { bytes: file, name: file.name });
      // Where the server has no decoder, its still is a blank one.
      const still = await captureStill(file);
      const gif = still
        ? (await share.upload({}, { bytes: still.poster, name: 'poster.jpg' })).save_name
        : stored.save_gif_path;
      await share.release({
        title,
        video: stored.save_name,
        gif,
        ...(categoryId !== undefined && { category_id: categoryId }),
      });
      await queries.invalidateQueries({ queryKey: ['videos'] });
    },
  };
}
