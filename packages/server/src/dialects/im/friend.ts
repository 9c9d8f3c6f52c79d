import type { im } from '@kith/contract';
import { findFriend, hideFriendRequest, lookUpPerson, setRemark } from '@kith/core/contacts';
import type { Handlers } from '../implement.js';
import { photoPath } from './present/account.js';

export const friendHandlers: Handlers<typeof im.friend> = {
  removeApply: (ctx, params) => hideFriendRequest(ctx, params.id),

  getRemarks: async (ctx, params) => {
    const person = await lookUpPerson(ctx, params.user_id);
    return { remarks: (await findFriend(ctx, person.id))?.remark ?? '' };
  },

  setRemarks: (ctx, params) => setRemark(ctx, { friendId: params.user_id, remark: params.content ?? '' }),

  details: async (ctx, params) => {
    const person = await lookUpPerson(ctx, params.user_id);
    const friend = await findFriend(ctx, person.id);
    return {
      remove: friend ? 1 : 0,
      user_id: person.id,
      nickname: person.nickname,
      photo: photoPath(person),
      remarks: friend?.remark ?? '',
    };
  },
};
