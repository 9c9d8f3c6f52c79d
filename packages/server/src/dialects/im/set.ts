import type { im } from '@kith/contract';
import { changePassword, setProfile, type ProfileChange } from '@kith/core/accounts';
import { recallFile } from '@kith/core/conversations';
import { invalid } from '@kith/core/kernel';
import type { Handlers } from '../implement.js';

/** `/im/set/*`: changing one's own data. */
export const setHandlers: Handlers<typeof im.set> = {
  setInfo: (ctx, params) => setProfile(ctx, changeOf(params.type, params.content)),

  password: (ctx, params) =>
    changePassword(ctx, { oldPassword: params.pass1, newPassword: params.pass2, repeated: params.pass3 }),

  filedel: (ctx, params) => recallFile(ctx, params.id),
};

function changeOf(type: number, content: string): ProfileChange {
  if (type === 0) return { nickname: content };
  if (type === 1) return { signature: content };
  const sex = content.trim();
  // Desktop clients send type 3 for the sex.
  if (sex !== '0' && sex !== '1') throw invalid('content');
  return { sex: sex === '1' ? 1 : 0 };
}
