import { DomainError, limitActor, transact, type MemberCtx, type MemberTx } from '../kernel/index.js';
import { notifyAccounts } from './events.js';
import { requireMayWrite } from './may-write.js';
import { nicknameColumns } from './names.js';
import type { OwnProfile } from './profile.js';
import { requireActive } from './require-active.js';
import { requireFreeNickname } from './reserved-names.js';
import { cleanNickname, cleanSignature } from './rules.js';
import { selectOwnProfile } from './profiles-store.js';
import { updateAccount, type AccountChange } from './store.js';

/** One change of the caller's own profile. */
export type ProfileChange =
  | { readonly nickname: string }
  | { readonly signature: string }
  | { readonly sex: 0 | 1 };

/** Changes the caller's profile. Throws `invalid` or `bucketed`. */
export async function setProfile(ctx: MemberCtx, change: ProfileChange): Promise<void> {
  await limitActor(ctx, 'profile');
  const columns = columnsOf(change);
  await requireMayWrite(ctx);
  if ('nickname' in columns && columns.nickname !== undefined)
    await requireFreeNickname(ctx, 'nickname', columns.nickname);
  await transact(ctx, async (tx) => {
    await requireActive(tx);
    await updateAccount(tx, ctx.actor, columns);
    await notifyAccounts(tx, [
      { accountId: ctx.actor, type: 'profile_changed', data: { accountId: ctx.actor } },
    ]);
  });
}

/** Sets the picture above the caller's moments, together with the publication of its file. Throws `bucketed`. */
export async function setCover(tx: MemberTx, name: string): Promise<void> {
  await requireMayWrite(tx);
  await requireActive(tx);
  await updateAccount(tx, tx.actor, { cover: name });
  await notifyAccounts(tx, [{ accountId: tx.actor, type: 'profile_changed', data: { accountId: tx.actor } }]);
}

/** The caller's own profile. Throws `not_signed_in` if the account does not exist. */
export async function getOwnProfile(ctx: MemberCtx): Promise<OwnProfile> {
  const profile = await selectOwnProfile(ctx, ctx.actor);
  if (!profile) throw new DomainError('not_signed_in');
  return profile;
}

function columnsOf(change: ProfileChange): AccountChange {
  if ('nickname' in change) {
    const nickname = cleanNickname(change.nickname);
    return nicknameColumns(nickname);
  }
  if ('signature' in change) return { signature: cleanSignature(change.signature) };
  return { sex: change.sex, is_sex_stated: true };
}
