import { sql, type RawBuilder } from 'kysely';
import { isVip } from '../billing/index.js';
import { mayMeet } from '../contacts/index.js';
import type { AccountId, Ctx, MemberCtx } from '../kernel/index.js';

/*
 * The rules about a conversation and its members that statements need, as SQL conditions on rows `c` of conversations
 * and `m` of members. `rules.ts` has those that are also needed without a query.
 */

/** Whether it is a single conversation whose participants may not meet; `many` as in `mayMeet`. */
export function isHidden(ctx: MemberCtx, amount: 'one' | 'many' = 'one'): RawBuilder<boolean> {
  return sql<boolean>`(c.kind = 'single' and not ${mayMeet(ctx, otherId(ctx), amount)})`;
}

/** The caller's counterpart in a single conversation; null in others. */
export function otherId({ actor }: MemberCtx): RawBuilder<AccountId | null> {
  return sql<AccountId | null>`case when c.low_id = ${actor} then c.high_id else c.low_id end`;
}

/** Whether a stranger opened it and has no answer yet. */
export const isPending = sql<boolean>`(c.opener_id is not null and c.answered_at is null)`;

/** Whether a stranger wrote to the member, who has neither answered nor used a key. */
export const isFromStranger = sql<boolean>`(${isPending} and c.opener_id <> m.account_id and m.unlocked_at is null)`;

/** Whether a stranger's messages are withheld from the member at a time (milliseconds). */
export function isWithheld(now: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(${isFromStranger} and c.wave <> 2 and not ${isVip(sql`m.tenant_id`, sql`m.account_id`, now)})`;
}

/** The entry after which messages are withheld from the member, or null. */
export function withheldAfter(ctx: Ctx): RawBuilder<number | null> {
  return sql<number | null>`case when ${isWithheld(sql`${ctx.now()}`)} then c.opened_seq end`;
}

/** Whether the member alone is muted at a time (milliseconds). */
export function isMutedAlone(now: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(m.muted_until is not null and m.muted_until > ${now})`;
}

/** Whether the member may read but not write at a time (milliseconds): muted alone, or with all ordinary members. */
export function isMuted(now: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(${isMutedAlone(now)} or (c.is_muted_all and m.role = 'member'))`;
}
