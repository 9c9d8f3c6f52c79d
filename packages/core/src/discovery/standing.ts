import { findFriend } from '../contacts/index.js';
import type { AccountId, MemberCtx } from '../kernel/index.js';
import { findEntitlement } from '../membership/index.js';
import type { Card } from './cards-store.js';
import { sendStatusOf, type SendStatus } from './rules.js';

/** What the caller may do by what was bought. */
export interface Standing {
  readonly hasVip: boolean;
  /** How many super waves are left today. */
  readonly superWaves: number;
}

/** What the caller may do by what was bought. There are no super waves yet. */
export async function loadStanding(ctx: MemberCtx): Promise<Standing> {
  const { isVip } = await findEntitlement(ctx, ctx.actor);
  return { hasVip: isVip, superWaves: 0 };
}

/** Which button an intro has for the caller. */
export async function findSendStatus(ctx: MemberCtx, card: Card, { hasVip }: Standing): Promise<SendStatus> {
  return sendStatusOf({
    isSelf: card.id === ctx.actor,
    areFriends: (await findFriend(ctx, card.id as AccountId)) !== undefined,
    hasVip,
    takesChats: card.intro?.takesChats ?? true,
  });
}
