import type { im } from '@kith/contract';
import { rowId } from '@kith/core/kernel';
import { commentMoment, deleteMoment, postMoment, setLike } from '@kith/core/moments';
import type { Handlers } from '../implement.js';

/** `/im/circle/*`: moments. */
export const circleHandlers: Handlers<typeof im.circle> = {
  sendMsg: async (ctx, params) => ({ circle_id: rowId(await postMoment(ctx, params.content)) }),

  likeAction: async (ctx, params) => {
    const isLiked = params.is_like === undefined ? undefined : params.is_like === 1;
    return { action: (await setLike(ctx, { momentId: params.id, isLiked })) ? 1 : 0 };
  },

  comment: (ctx, params) =>
    commentMoment(ctx, {
      momentId: params.id,
      replyToId: params.chat_user_id ?? 0,
      text: params.message,
    }),

  del: (ctx, params) => deleteMoment(ctx, params.id),

  delAction: (ctx, params) => deleteMoment(ctx, params.id),

  delMsg: (ctx, params) => deleteMoment(ctx, params.id),
};
