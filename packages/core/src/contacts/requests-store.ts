import { sql, type RawBuilder } from 'kysely';
import type { AccountId, Ctx, MemberTx, MemberCtx } from '../kernel/index.js';
import { isVisible } from './visibility-store.js';

/** A friend request, as its recipient sees it. */
export interface FriendRequest {
  readonly id: number;
  readonly fromId: AccountId;
  readonly greeting: string;
  readonly source: number;
  readonly status: 'pending' | 'accepted';
  readonly createdAt: number;
}

/** Stores a request or renews the existing one between the two; returns its id. */
export async function upsertRequest(
  tx: MemberTx,
  request: { toId: AccountId; greeting: string; source: number },
): Promise<number> {
  const now = tx.now();
  const row = await tx.db
    .insertInto('friend_requests')
    .values({
      tenant_id: tx.tenant.id,
      from_id: tx.actor,
      to_id: request.toId,
      greeting: request.greeting,
      source: request.source,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'to_id', 'from_id']).doUpdateSet({
        greeting: request.greeting,
        source: request.source,
        status: 'pending',
        is_hidden: false,
        updated_at: now,
      }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The unhidden requests to the caller from visible people, newest first. */
export function selectRequests(ctx: MemberCtx): Promise<FriendRequest[]> {
  return ctx.db
    .selectFrom('friend_requests')
    .select(['id', 'from_id as fromId', 'greeting', 'source', 'status', 'created_at as createdAt'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('to_id', '=', ctx.actor)
    .where('is_hidden', '=', false)
    .where(isFromVisible(ctx))
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
}

/** The pending request from one account to another, or undefined. */
export function selectPendingRequest(
  ctx: Ctx,
  pair: { fromId: AccountId; toId: AccountId },
): Promise<FriendRequest | undefined> {
  return ctx.db
    .selectFrom('friend_requests')
    .select(['id', 'from_id as fromId', 'greeting', 'source', 'status', 'created_at as createdAt'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('from_id', '=', pair.fromId)
    .where('to_id', '=', pair.toId)
    .where('status', '=', 'pending')
    .executeTakeFirst();
}

/** A pending request to the caller by its id, or undefined. */
export function selectPendingRequestById(ctx: MemberCtx, id: number): Promise<FriendRequest | undefined> {
  return ctx.db
    .selectFrom('friend_requests')
    .select(['id', 'from_id as fromId', 'greeting', 'source', 'status', 'created_at as createdAt'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .where('to_id', '=', ctx.actor)
    .where('status', '=', 'pending')
    .executeTakeFirst();
}

/** Accepts the pending requests between two people in both directions; returns their ids. */
export async function updateRequestsAccepted(tx: MemberTx, otherId: AccountId): Promise<number[]> {
  const rows = await tx.db
    .updateTable('friend_requests')
    .set({ status: 'accepted', updated_at: tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where(isBetween(tx.actor, otherId))
    .where('status', '=', 'pending')
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

/** Removes a request from the caller's list, which silently declines a pending one. */
export async function updateRequestHidden(ctx: MemberCtx, id: number): Promise<boolean> {
  const result = await ctx.db
    .updateTable('friend_requests')
    .set({ is_hidden: true, updated_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .where('to_id', '=', ctx.actor)
    .where('is_hidden', '=', false)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The number of unhidden pending requests to the caller from visible people. */
export async function countPendingRequests(ctx: MemberCtx): Promise<number> {
  const row = await ctx.db
    .selectFrom('friend_requests')
    .select((count) => count.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', ctx.tenant.id)
    .where('to_id', '=', ctx.actor)
    // The condition of the index: as parameters, the values would be unknown to the planner.
    .where(sql<boolean>`status = 'pending' and not is_hidden`)
    .where(isFromVisible(ctx))
    .executeTakeFirstOrThrow();
  return row.count;
}

function isFromVisible(ctx: MemberCtx): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from accounts v join accounts a on a.tenant_id = v.tenant_id and a.id = friend_requests.from_id
    where v.tenant_id = friend_requests.tenant_id and v.id = friend_requests.to_id and ${isVisible(ctx.tenant, 'v', 'a')}
  )`;
}

/** Deletes all requests between two people, so that a new one starts from scratch. */
export async function deleteRequestsBetween(tx: MemberTx, otherId: AccountId): Promise<void> {
  await tx.db
    .deleteFrom('friend_requests')
    .where('tenant_id', '=', tx.tenant.id)
    .where(isBetween(tx.actor, otherId))
    .execute();
}

function isBetween(a: AccountId, b: AccountId): RawBuilder<boolean> {
  return sql<boolean>`(from_id, to_id) in ((${a}, ${b}), (${b}, ${a}))`;
}
