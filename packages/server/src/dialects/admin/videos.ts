import type { admin } from '@kith/contract';
import { listOverseenVideos, restoreVideo, takeVideoDown } from '@kith/core/videos';
import { videoUrl } from '../../app/photo-links.js';
import type { AdminHandlers } from './implement.js';
import { withoutNulls } from './present/nulls.js';

export const videosHandlers: AdminHandlers<typeof admin.videos> = {
  list: async (ctx, { state, ...params }, { photoLinks }) => {
    const isTakenDown = state && state === 'taken_down';
    const { rows, next } = await listOverseenVideos(ctx, { ...params, isTakenDown });
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
};
