import type { im } from '@kith/contract';
import { checkIn } from '@kith/core/accounts';
import type { Handlers } from '../implement.js';

/** `/im/sign/*`: daily check-ins. */
export const signHandlers: Handlers<typeof im.sign> = {
  updateSignData: async (ctx) => {
    const { isNew, streak, total } = await checkIn(ctx);
    return { is_new: isNew ? 1 : 0, days: streak, total };
  },
};
