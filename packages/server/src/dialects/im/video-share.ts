import type { im } from '@kith/contract';
import { loadProfiles, type Profile } from '@kith/core/accounts';
import type { MemberCtx, Page } from '@kith/core/kernel';
import {
  commentVideo,
  followAuthor,
  getAuthor,
  likeVideo,
  listCategories,
  listCommentLog,
  listFollows,
  listLikes,
  listNewest,
  listCommentThreads,
  listFeed,
  listVideosOf,
  publishVideo,
  uploadVideo,
  type Video,
} from '@kith/core/videos';
import type { Handlers } from '../implement.js';
import { presentUserRow, seconds } from './present/account.js';
import { presentPage } from './present/page.js';
import {
  personOf,
  presentComment,
  presentThread,
  presentVideo,
  presentVideoOfSomebody,
  videoName,
  videoPath,
} from './present/video.js';

/** `/im/video.Share/*`: short videos. An empty or missing number arrives as 0, which matches nothing here. */
export const videoShareHandlers: Handlers<(typeof im)['video.Share']> = {
  upload: async (ctx, _params, { file }) => {
    const { name, cover } = await uploadVideo(ctx, file.bytes);
    return { save_name: videoPath(name), save_gif_path: videoPath(cover) };
  },

  release: (ctx, params) =>
    publishVideo(ctx, {
      title: params.title,
      file: videoName(params.video),
      cover: params.gif ? videoName(params.gif) : undefined,
      categoryId: params.category_id || undefined,
    }),

  category: async (ctx) => (await listCategories(ctx)).map(({ id, name }) => ({ id, name })),

  video_lists: async (ctx, { type, page = 1 }, call) => {
    const videos = await listNewest(ctx, { categoryId: type || undefined, page });
    const people = await authorsOf(ctx, videos);
    return presentPage(call, videos, (video) => presentVideo(video, people, ctx.tenant.id));
  },

  video_list: async (ctx, { type, id, page = 1 }, call) => {
    const kind = type === 2 ? 'followed' : 'recommended';
    const videos = await listFeed(ctx, { kind, openedId: id || undefined, page });
    const people = await authorsOf(ctx, videos);
    return presentPage(call, videos, (video) => presentVideo(video, people, ctx.tenant.id));
  },

  user_info: async (ctx, params) => {
    const { profile, following, fans, likes } = await getAuthor(ctx, params.user_id);
    return {
      user_info: presentUserRow(profile, ctx.tenant.id),
      follow: following,
      fans,
      fabulous: likes,
    };
  },

  user_video: async (ctx, { user_id, page = 1 }, call) =>
    presentPage(call, await listVideosOf(ctx, { accountId: user_id, page }), presentVideoOfSomebody),

  fabulous_log: async (ctx, { user_id, page = 1 }, call) =>
    presentPage(call, await listLikes(ctx, { accountId: user_id, page }), (like) => ({
      share_id: like.videoId,
      gif: videoPath(like.cover),
      title: like.title,
      fabulous: like.likeCount,
      createtime: seconds(like.likedAt),
    })),

  common_log: async (ctx, { user_id, page = 1 }, call) =>
    presentPage(call, await listCommentLog(ctx, { accountId: user_id, page }), (comment) => ({
      ...presentComment(comment),
      gif: videoPath(comment.cover),
    })),

  fabulous: (ctx, params) => likeVideo(ctx, params.id),

  follow: (ctx, params) => followAuthor(ctx, params.user_id),

  me_follow: async (ctx, { type, page = 1 }, call) => {
    const follows = await listFollows(ctx, { side: type === 2 ? 'following' : 'fans', page });
    const otherOf = ({ followerId, followedId }: (typeof follows.rows)[number]) =>
      followerId === ctx.actor ? followedId : followerId;
    const people = await loadProfiles(ctx, follows.rows.map(otherOf));
    return presentPage(call, follows, (follow) => ({
      user_id: follow.followerId,
      to_id: follow.followedId,
      user_info: presentUserRow(personOf(people, otherOf(follow)), ctx.tenant.id),
    }));
  },

  getComment: async (ctx, { id, page = 1 }, call) => {
    const threads = await listCommentThreads(ctx, { videoId: id, page });
    const comments = threads.rows.flatMap((thread) => [thread, ...thread.replies]);
    const people = await loadProfiles(
      ctx,
      comments.map((comment) => comment.authorId),
    );
    return presentPage(call, threads, (thread) => presentThread(thread, people, ctx.tenant.id));
  },

  comment: (ctx, params) =>
    commentVideo(ctx, {
      videoId: params.share_id,
      commentId: params.comment_id || undefined,
      content: params.content,
    }),
};

function authorsOf(ctx: MemberCtx, videos: Page<Video>): Promise<ReadonlyMap<number, Profile>> {
  return loadProfiles(
    ctx,
    videos.rows.map((video) => video.authorId),
  );
}
