import { findFriend } from '../contacts/index.js';
import type { AccountId, MemberCtx } from '../kernel/index.js';
import { findSingle, isPending } from '../conversations/index.js';
import { findEntitlement, loadQuota } from '../billing/index.js';
import { acceptsChats } from './cards-store.js';
import { sendStatusOf, type SendStatus } from './rules.js';

/** The caller's paid permissions. */
export interface Allowance {
  readonly hasVip: boolean;
  /** Super waves left today. */
  readonly superWaves: number;
}

/** Loads the caller's paid permissions. */
export async function loadAllowance(ctx: MemberCtx): Promise<Allowance> {
  const [{ isVip }, superWaves] = await Promise.all([
    findEntitlement(ctx, ctx.actor),
    loadQuota(ctx, 'super_wave'),
  ]);
  return { hasVip: isVip, superWaves: superWaves.remaining ?? UNCOUNTED };
}

/** The number shown to clients if there is no limit. */
const UNCOUNTED = 999;

/** The button of a visible account's intro for the caller. */
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
