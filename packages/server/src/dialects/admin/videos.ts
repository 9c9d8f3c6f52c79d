import type { admin } from '@kith/contract';
import {
  addCategory,
  listAllCategories,
  listOverseenVideoComments,
  listOverseenVideos,
  orderCategories,
  removeCategory,
  renameCategory,
  restoreVideo,
  restoreVideoComment,
  takeVideoCommentDown,
  takeVideoDown,
} from '@kith/core/videos';
import { videoUrl } from '../../app/photo-links.js';
import type { AdminHandlers } from './implement.js';
import { overseenState } from './overseen-state.js';
import { presentCommentPage } from './present/comments.js';
import { withoutNulls } from './present/nulls.js';

export const videosHandlers: AdminHandlers<typeof admin.videos> = {
  list: async (ctx, { state, ...params }, { photoLinks }) => {
    const { rows, next } = await listOverseenVideos(ctx, { ...params, ...overseenState(state) });
    return {
      rows: rows.map(({ file, cover, ...video }) => ({
        ...withoutNulls(video),
        url: videoUrl(file, photoLinks),
        coverUrl: videoUrl(cover, photoLinks),
      })),
      ...(next !== undefined && { next }),
    };
  },
  takeDown: (ctx, { id, reason }) => takeVideoDown(ctx, { id, why: reason }),
  restore: (ctx, { id, reason }) => restoreVideo(ctx, { id, why: reason }),
  comments: async (ctx, { id, before }) =>
    presentCommentPage(await listOverseenVideoComments(ctx, { videoId: id, before })),
  takeCommentDown: (ctx, { id, reason }) => takeVideoCommentDown(ctx, { id, why: reason }),
  restoreComment: (ctx, { id, reason }) => restoreVideoComment(ctx, { id, why: reason }),
  categories: async (ctx) =>
    (await listAllCategories(ctx)).map(({ id, name, isRemoved }) => ({ id, name, isRemoved })),
  addCategory: (ctx, { name }) => addCategory(ctx, name),
  renameCategory: (ctx, params) => renameCategory(ctx, params),
  removeCategory: (ctx, { id }) => removeCategory(ctx, id),
  orderCategories: (ctx, params) => orderCategories(ctx, params),
};
