import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import type { im, imShapes, Result } from '@kith/contract';
import { reducePicture } from '../../client/reduce-picture.js';
import { useAccount } from '../account/index.js';

export type Moment = imShapes.Moment;
type Page = Result<typeof im.get.circleData>;

/** The server's page. */
const PAGE_SIZE = 10;

/** The moments of a person, or of the reader and all friends (0), newest first. */
export function useMoments(userId: number) {
  const account = useAccount();
  return useInfiniteQuery({
    queryKey: ['moments', userId],
    queryFn: ({ pageParam: before }) =>
      account.im.get.circleData({ time: before, type: before === 0 ? 0 : 1, user_id: userId }),
    initialPageParam: 0,
    getNextPageParam: ({ data }) => (data.length < PAGE_SIZE ? undefined : data.at(-1)?.time),
  });
}

/** Likes, comments and deletes. What the reader did shows at once; what the server says replaces it. */
export function useMomentActions() {
  const account = useAccount();
  const queries = useQueryClient();
  const renew = () => queries.invalidateQueries({ queryKey: ['moments'] });

  function change(id: string, how: (moment: Moment) => Moment): void {
    queries.setQueriesData<InfiniteData<Page>>(
      { queryKey: ['moments'] },
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            data: page.data.map((moment) => (moment.post_id === id ? how(moment) : moment)),
          })),
        },
    );
  }

  return {
    like: async ({ post_id: id, islike }: Moment) => {
      const isLiked = islike === 0;
      change(id, (moment) => ({ ...moment, islike: isLiked ? 1 : 0 }));
      try {
        await account.im.circle.likeAction({ id, is_like: isLiked ? 1 : 0 });
      } finally {
        await renew();
      }
    },
    comment: async ({ post_id: id }: Moment, message: string, replyTo: number | undefined) => {
      await account.im.circle.comment({ id, message, chat_user_id: replyTo ?? 0 });
      await renew();
    },
    remove: async ({ post_id: id }: Moment) => {
      await account.im.circle.del({ id });
      await renew();
    },
    post: async (text: string, pictures: readonly File[]) => {
      const value: string[] = [];
      // One after the other, in the order in which they are shown.
      for (const picture of pictures) {
        const bytes = await reducePicture(picture);
        const file = { bytes, name: bytes.name };
        value.push((await account.im.upload.circle({ len: pictures.length }, file)).save_name);
      }
      await account.im.circle.sendMsg({ content: { text, value } });
      await renew();
    },
  };
}
