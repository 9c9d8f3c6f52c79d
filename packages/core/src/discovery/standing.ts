import { findFriend } from '../contacts/index.js';
import type { AccountId, MemberCtx } from '../kernel/index.js';
import { findSingle, isPending, acceptsChats } from '../conversations/index.js';
import { findEntitlement, loadQuota } from '../billing/index.js';
import { sendStatusOf, type SendStatus } from './rules.js';

/** What the caller may do by what was bought. */
export interface Standing {
  readonly hasVip: boolean;
  /** How many super waves are left today. */
  readonly superWaves: number;
}

/** What the caller may do by what was bought. */
export async function loadStanding(ctx: MemberCtx): Promise<Standing> {
  const [{ isVip }, superWaves] = await Promise.all([
    findEntitlement(ctx, ctx.actor),
    loadQuota(ctx, 'super_wave'),
  ]);
  return { hasVip: isVip, superWaves: superWaves.remaining ?? UNCOUNTED };
}

/** What clients are told where there is no limit. */
const UNCOUNTED = 999;

/** Which button the intro of somebody whom the caller may see has for the caller. */
export async function findSendStatus(ctx: MemberCtx, accountId: AccountId): Promise<SendStatus> {
  const [friend, single, { isVip }, doesAcceptChats] = await Promise.all([
    findFriend(ctx, accountId),
    findSingle(ctx, accountId),
    findEntitlement(ctx, ctx.actor),
    acceptsChats(ctx, accountId),
  ]);
  const opening = single && isPending(single) ? single.opening : undefined;
  return sendStatusOf({
    isSelf: accountId === ctx.actor,
    areFriends: friend !== undefined,
    hasVip: isVip,
    acceptsChats: doesAcceptChats,
    writer: opening && (opening.openerId === ctx.actor ? 'self' : 'other'),
  });
}
