import type { admin } from '@kith/contract';
import { rowId } from '@kith/core/kernel';
import {
  fileName,
  listOverseenMomentComments,
  listOverseenMoments,
  restoreMoment,
  restoreMomentComment,
  takeMomentCommentDown,
  takeMomentDown,
  thumbName,
} from '@kith/core/moments';
import { momentFileUrl } from '../../app/photo-links.js';
import type { AdminHandlers } from './implement.js';
import { presentCommentPage } from './present/comments.js';
import { withoutNulls } from './present/nulls.js';
import { overseenState } from './overseen-state.js';

export const momentsHandlers: AdminHandlers<typeof admin.moments> = {
  list: async (ctx, { state, ...params }, { photoLinks }) => {
    const { rows, next } = await listOverseenMoments(ctx, { ...params, ...overseenState(state) });
    return {
      rows: rows.map(({ files, ...moment }) => ({
        ...withoutNulls(moment),
        files: files.map((file) => ({
          url: momentFileUrl(rowId(moment.id), fileName(file), photoLinks),
          thumbUrl: momentFileUrl(rowId(moment.id), thumbName(file), photoLinks),
          isVideo: file.isVideo,
        })),
      })),
      ...(next !== undefined && { next }),
    };
  },
  takeDown: (ctx, { id, reason }) => takeMomentDown(ctx, { id, why: reason }),
  restore: (ctx, { id, reason }) => restoreMoment(ctx, { id, why: reason }),
  comments: async (ctx, { id, before }) =>
    presentCommentPage(await listOverseenMomentComments(ctx, { momentId: id, before })),
  takeCommentDown: (ctx, { id, reason }) => takeMomentCommentDown(ctx, { id, why: reason }),
  restoreComment: (ctx, { id, reason }) => restoreMomentComment(ctx, { id, why: reason }),
};
