import type { im } from '@kith/contract';
import { poke, shake } from '@kith/core/conversations';
import type { Handlers } from '../implement.js';

/** `/im/vendor/*`. */
export const vendorHandlers: Handlers<typeof im.vendor> = {
  sendChuoYiChuoMsg: async (ctx, params) => {
    await poke(ctx, params.list_id);
  },

  zhendong: (ctx, params) => shake(ctx, params.list_id),
};
