import type { admin } from '@kith/contract';
import {
  approvePhoto,
  approvePhotosOf,
  escalatePhoto,
  findReasons,
  leaseItem,
  listPhotoQueue,
  postponePhoto,
  refusePhoto,
  undoPhotoDecision,
} from '@kith/core/moderation';
import type { AdminHandlers } from './implement.js';
import { presentPhotoQueueItem } from './present/photo-queue.js';

/** Pictures refused for child safety are not in this queue. */
const ordinary = { isChildSafety: false };

export const photosHandlers: AdminHandlers<typeof admin.photos> = {
  list: async (ctx, params, { photoLinks }) => {
    const { rows, next, waiting, oldestAt } = await listPhotoQueue(ctx, params);
    return {
      rows: rows.map((item) => presentPhotoQueueItem(item, photoLinks)),
      waiting,
      ...(next !== undefined && { next }),
      ...(oldestAt !== null && { oldestAt }),
    };
  },
  lease: (ctx, { id }) => leaseItem(ctx, 'photos', id),
  approve: async (ctx, params) => {
    const decision = { by: ctx.staff.name, why: '', isAppeal: false };
    return { version: await approvePhoto(ctx, { ...params, ...ordinary, ...decision }) };
  },
  letters: async (ctx, _, { locale }) =>
    (await findReasons(ctx)).flatMap(({ id, title, texts }) =>
      Object.values(texts).some(({ letter }) => letter !== '')
        ? [{ id, title: texts[locale]?.title ?? title }]
        : [],
    ),
  refuse: async (ctx, { reason, isChildSafety = false, ...params }) => ({
    version: await refusePhoto(ctx, { ...params, isChildSafety, by: ctx.staff.name, why: reason }),
  }),
  undo: async (ctx, params) => ({
    version: await undoPhotoDecision(ctx, { ...params, ...ordinary, by: ctx.staff.name, why: '' }),
  }),
  postpone: async (ctx, params) => ({ until: await postponePhoto(ctx, params) }),
  escalate: (ctx, { reason, ...photo }) => escalatePhoto(ctx, { ...photo, why: reason }),
  approveAll: (ctx, { id, photos }) => approvePhotosOf(ctx, { accountId: id, photos, by: ctx.staff.name }),
};
