import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import type { AccountId, ConversationId, Ctx, MemberCtx, MemberTx, TenantId } from '../kernel/index.js';
import type { PushSubscription } from '../ports/index.js';

/** A stored subscription with the record of its deliveries. */
export interface StoredSubscription extends PushSubscription {
  readonly id: number;
  readonly createdAt: number;
  readonly sent: number;
  readonly failed: number;
  readonly lastAt: number | null;
  readonly lastAnswer: string;
}

/** Stores the subscription of the caller's session; one with the same endpoint is replaced, whosever it was. */
export async function upsertSubscription(tx: MemberTx, subscription: PushSubscription): Promise<void> {
  const owned = { account_id: tx.actor, session_id: tx.sessionId, created_at: tx.now() };
  const { endpoint, p256dh, auth } = subscription;
  await tx.db
    .insertInto('push_subscriptions')
    .values({ tenant_id: tx.tenant.id, endpoint, p256dh, auth, ...owned, last_at: null })
    .onConflict((same) => same.columns(['tenant_id', 'endpoint']).doUpdateSet({ p256dh, auth, ...owned }))
    .execute();
}

/** Deletes all but the newest subscriptions of the caller. */
export async function deleteOldestSubscriptions(tx: MemberTx, kept: number): Promise<void> {
  await sql`
    delete from push_subscriptions where tenant_id = ${tx.tenant.id} and id in (
      select id from push_subscriptions where tenant_id = ${tx.tenant.id} and account_id = ${tx.actor}
      order by created_at desc, id desc offset ${kept}
    )
  `.execute(tx.db);
}

/** Deletes a subscription of the caller. */
export async function deleteSubscription(ctx: MemberCtx, endpoint: string): Promise<void> {
  await ctx.db
    .deleteFrom('push_subscriptions')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', ctx.actor)
    .where('endpoint', '=', endpoint)
    .execute();
}

/** The subscriptions of an account whose sessions last. */
export async function selectSubscriptions(ctx: Ctx, accountId: AccountId): Promise<StoredSubscription[]> {
  const { rows } = await sql<StoredSubscription>`
    select s.id, s.endpoint, s.p256dh, s.auth, s.created_at as "createdAt", s.sent, s.failed, s.last_at as "lastAt",
      s.last_answer as "lastAnswer"
    from push_subscriptions s
    join sessions n on n.tenant_id = s.tenant_id and n.id = s.session_id and n.revoked_at is null
      and n.last_used_at >= ${ctx.now() - ctx.tenant.settings.sessionIdleMs}
    join accounts a on a.tenant_id = s.tenant_id and a.id = s.account_id and a.status = 'active'
    where s.tenant_id = ${ctx.tenant.id} and s.account_id = ${accountId}
    order by s.id
  `.execute(ctx.db);
  return rows;
}

/** Records attempts, in one statement, and deletes the subscriptions that are gone. */
export async function updateAttempts(
  ctx: Ctx,
  attempts: readonly { id: number; sent: number; failed: number; answer: string; isGone: boolean }[],
): Promise<void> {
  const gone = attempts.filter(({ isGone }) => isGone).map(({ id }) => id);
  const kept = attempts.filter(({ isGone }) => !isGone);
  await sql`
    with deleted as (
      delete from push_subscriptions where tenant_id = ${ctx.tenant.id} and id = any(${gone}::bigint[])
    )
    update push_subscriptions s
    set sent = s.sent + r.sent, failed = s.failed + r.failed, last_at = ${ctx.now()}, last_answer = r.answer
    from unnest(
      ${kept.map(({ id }) => id)}::bigint[], ${kept.map(({ sent }) => sent)}::int[],
      ${kept.map(({ failed }) => failed)}::int[], ${kept.map(({ answer }) => answer)}::text[]
    ) as r(id, sent, failed, answer)
    where s.tenant_id = ${ctx.tenant.id} and s.id = r.id
  `.execute(ctx.db);
}

/** Whether the caller's push messages contain names and texts. */
export async function selectShowsText(ctx: MemberCtx): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('push_settings')
    .select('shows_text')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', ctx.actor)
    .executeTakeFirst();
  return row?.shows_text ?? true;
}

/** Sets whether the caller's push messages contain names and texts. */
export async function upsertShowsText(ctx: MemberCtx, shows: boolean): Promise<void> {
  await ctx.db
    .insertInto('push_settings')
    .values({ tenant_id: ctx.tenant.id, account_id: ctx.actor, shows_text: shows })
    .onConflict((same) => same.columns(['tenant_id', 'account_id']).doUpdateSet({ shows_text: shows }))
    .execute();
}

/** An account to be told of a conversation. */
export interface Recipient {
  readonly tenantId: TenantId;
  readonly accountId: AccountId;
  readonly conversationId: ConversationId;
}

/** Evaluated first and once: an installation without browsers reads nothing else. */
const hasBrowsers = sql`exists (select from push_subscriptions)`;

/**
 * The conversations `w`, each looked up by key, and the members who have a browser, and have not read and were not told of
 * the last entry. A planner without statistics would otherwise read a whole tenant for each.
 */
const untoldMembers = sql`cross join lateral (
    select * from conversations c where c.tenant_id = w.tenant_id and c.id = w.id offset 0
  ) c
  cross join lateral (
    select * from members m
    where m.tenant_id = w.tenant_id and m.conversation_id = w.id
      and m.left_at is null and not m.is_silent and m.read_seq < c.last_seq offset 0
  ) m
  where ${hasBrowsers}
    and exists (
      select from push_subscriptions s where s.tenant_id = m.tenant_id and s.account_id = m.account_id offset 0
    )
    and not exists (
      select from push_marks k where k.tenant_id = m.tenant_id and k.account_id = m.account_id
        and k.conversation_id = m.conversation_id and k.seq >= c.last_seq offset 0
    )`;

/** The members of conversations who may have to be told of their last entries. */
export async function selectRecipients(
  db: Kysely<Tables>,
  of: readonly { tenantId: TenantId; id: ConversationId }[],
  limit: number,
): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`
    select m.tenant_id as "tenantId", m.account_id as "accountId", m.conversation_id as "conversationId"
    from unnest(${of.map(({ tenantId }) => tenantId)}::int[], ${of.map(({ id }) => id)}::bigint[]) as w(tenant_id, id)
    ${untoldMembers}
    limit ${limit}
  `.execute(db);
  return rows;
}

/**
 * The same for all conversations with an entry since a time, and members who were away before it: for what no process has
 * noticed.
 */
export async function selectForgotten(
  db: Kysely<Tables>,
  { sinceMs, presenceAgeMs, limit }: { sinceMs: number; presenceAgeMs: number; limit: number },
): Promise<Recipient[]> {
  // The time is a literal, so that the statement is planned for it, as the sweep of the search index.
  const { rows } = await sql<Recipient>`
    with moved as materialized (
      select distinct tenant_id, conversation_id as id from entries
      where sent_at >= ${sql.lit(sinceMs)} and kind = 'message'
    )
    select m.tenant_id as "tenantId", m.account_id as "accountId", m.conversation_id as "conversationId"
    from moved w ${untoldMembers}
      and exists (
        select from accounts a where a.tenant_id = m.tenant_id and a.id = m.account_id
          and a.last_seen_at < c.last_sent_at - ${presenceAgeMs} offset 0
      )
    limit ${limit}
  `.execute(db);
  return rows;
}

/** Marks conversations as told up to an entry; returns those that were not, so that nobody is told twice. */
export async function upsertMarks(
  ctx: MemberCtx,
  marks: readonly { id: ConversationId; seq: number }[],
): Promise<ConversationId[]> {
  const { rows } = await sql<{ id: ConversationId }>`
    insert into push_marks as k (tenant_id, account_id, conversation_id, seq, is_shown, marked_at)
    select ${ctx.tenant.id}, ${ctx.actor}, r.id, r.seq, true, ${ctx.now()}
    from unnest(${marks.map(({ id }) => id)}::bigint[], ${marks.map(({ seq }) => seq)}::int[]) as r(id, seq)
    on conflict (tenant_id, account_id, conversation_id)
    do update set seq = excluded.seq, is_shown = true, marked_at = excluded.marked_at where k.seq < excluded.seq
    returning k.conversation_id as id
  `.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** Takes marks back, after no browser of the account could be reached for now. */
export async function updateMarksBack(
  ctx: MemberCtx,
  marks: readonly { id: ConversationId; seq: number }[],
): Promise<void> {
  await sql`
    update push_marks k set seq = k.seq - 1, is_shown = false
    from unnest(${marks.map(({ id }) => id)}::bigint[], ${marks.map(({ seq }) => seq)}::int[]) as r(id, seq)
    where k.tenant_id = ${ctx.tenant.id} and k.account_id = ${ctx.actor} and k.conversation_id = r.id and k.seq = r.seq
  `.execute(ctx.db);
}

/** Notes that notifications are taken back once their entries are read; returns the conversations whose were shown. */
export async function updateMarksRead(
  ctx: MemberCtx,
  reads: readonly { id: ConversationId; seq: number }[],
): Promise<ConversationId[]> {
  const ids = sql`${reads.map(({ id }) => id)}::bigint[]`;
  // No join, and a range: without statistics, the planner may read all marks of the account first.
  const { rows } = await sql<{ id: ConversationId }>`
    update push_marks k set is_shown = false
    where k.tenant_id = ${ctx.tenant.id} and k.account_id = ${ctx.actor} and k.conversation_id = any(${ids})
      and k.conversation_id between (select min(r) from unnest(${ids}) r) and (select max(r) from unnest(${ids}) r)
      and k.is_shown and k.seq <= (
        select max(r.seq) from unnest(${ids}, ${reads.map(({ seq }) => seq)}::int[]) as r(id, seq)
        where r.id = k.conversation_id
      )
    returning k.conversation_id as id
  `.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** Deletes marks made before a time. */
export async function deleteMarksBefore(ctx: Ctx, before: number): Promise<void> {
  await ctx.db
    .deleteFrom('push_marks')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('marked_at', '<', before)
    .execute();
}
