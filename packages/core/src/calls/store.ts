import { sql } from 'kysely';
import { headColumns, withHead, type ConversationHead, type HeadRow } from '../conversations/index.js';
import {
  type AccountId,
  type Ctx,
  type Tx,
  type MemberCtx,
  type MemberTx,
  type TenantId,
} from '../kernel/index.js';
import type { CallMedium, CallSummary, CallOutcome } from './event-types.js';

/** A call with its conversation. */
export interface Call extends CallSummary {
  readonly conversation: ConversationHead;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  /** Client id of the message that reports the result. */
  readonly resultId: string;
}

type CallRow = HeadRow & Omit<Call, 'id' | 'listId' | 'conversation'> & { readonly callId: number };

const callColumns = sql`${headColumns}, k.id as "callId", k.caller_id as "callerId", k.callee_id as "calleeId", k.medium,
  k.room, k.state, k.outcome, k.answered_at as "answeredAt", k.ended_at as "endedAt", k.result_id as "resultId"`;

function toCall(ctx: Ctx, row: CallRow): Call {
  const { callId, ...call } = withHead(ctx, row);
  return { ...call, id: callId, listId: call.conversation.listId };
}

/** Inserts a new ringing call; returns its id. */
export async function insertCall(
  tx: MemberTx,
  call: {
    conversation: ConversationHead;
    calleeId: AccountId;
    medium: CallMedium;
    room: number;
    ringsUntil: number;
  },
): Promise<number> {
  const { id } = await tx.db
    .insertInto('calls')
    .values({
      tenant_id: tx.tenant.id,
      conversation_id: call.conversation.id,
      caller_id: tx.actor,
      callee_id: call.calleeId,
      medium: call.medium,
      room: call.room,
      state: 'ringing',
      outcome: null,
      started_at: tx.now(),
      rings_until: call.ringsUntil,
      answered_at: null,
      ended_at: null,
      result_id: tx.ids.uuid(),
      notified_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Inserts the caller, with its device, and the callee as participants of a call, in the order of their ids; returns those
 * that were not in a call.
 */
export async function insertParticipants(
  tx: MemberTx,
  callId: number,
  calleeId: AccountId,
): Promise<AccountId[]> {
  const { rows } = await sql<{ id: AccountId }>`
    insert into call_participants (tenant_id, account_id, call_id, session_id)
    select ${tx.tenant.id}, id, ${callId}, case id when ${tx.actor} then ${tx.sessionId}::uuid end
    from unnest(${[tx.actor, calleeId]}::int[]) as id order by id
    on conflict (tenant_id, account_id) do nothing
    returning account_id as id
  `.execute(tx.db);
  return rows.map((row) => row.id);
}

/**
 * Deletes the participants of a call, and the messages between their devices. Who sends one holds a participant's row, so
 * the participants go first, and a later statement sees every message.
 */
export async function deleteParticipants(tx: Tx, callId: number): Promise<void> {
  await sql`
    delete from call_participants where tenant_id = ${tx.tenant.id} and call_id = ${callId}
  `.execute(tx.db);
  await sql`delete from call_signals where tenant_id = ${tx.tenant.id} and call_id = ${callId}`.execute(
    tx.db,
  );
}

/** Deletes a call that turned out to be a repeat. */
export async function deleteCall(tx: Tx, callId: number): Promise<void> {
  await tx.db.deleteFrom('calls').where('tenant_id', '=', tx.tenant.id).where('id', '=', callId).execute();
}

/** The ringing or active call of the caller. */
export async function selectOwnLiveCall(ctx: MemberCtx): Promise<Call | undefined> {
  const { rows } = await sql<CallRow>`
    select ${callColumns} from call_participants s
    join calls k on k.tenant_id = s.tenant_id and k.id = s.call_id
    join conversations c on c.tenant_id = k.tenant_id and c.id = k.conversation_id
    where s.tenant_id = ${ctx.tenant.id} and s.account_id = ${ctx.actor}
  `.execute(ctx.db);
  return rows[0] && toCall(ctx, rows[0]);
}

/** A call by its id, or undefined. */
export async function selectCall(ctx: Ctx, id: number): Promise<Call | undefined> {
  const { rows } = await sql<CallRow>`
    select ${callColumns} from calls k
    join conversations c on c.tenant_id = k.tenant_id and c.id = k.conversation_id
    where k.tenant_id = ${ctx.tenant.id} and k.id = ${id}
  `.execute(ctx.db);
  return rows[0] && toCall(ctx, rows[0]);
}

/** The caller's newest call in a conversation, without calls that never rang. */
export async function selectNewestCall(ctx: MemberCtx, listUuid: string): Promise<Call | undefined> {
  const { rows } = await sql<CallRow>`
    select ${callColumns} from conversations c
    join calls k on k.tenant_id = c.tenant_id and k.conversation_id = c.id
    where c.tenant_id = ${ctx.tenant.id} and c.list_id = ${listUuid} and ${ctx.actor} in (k.caller_id, k.callee_id)
      and k.outcome is distinct from 'busy'
    order by k.id desc limit 1
  `.execute(ctx.db);
  return rows[0] && toCall(ctx, rows[0]);
}

/** The ringing or active call between the caller and an account. */
export async function selectLiveCallWith(ctx: MemberCtx, otherId: AccountId): Promise<Call | undefined> {
  const call = await selectOwnLiveCall(ctx);
  return call && (call.callerId === otherId || call.calleeId === otherId) ? call : undefined;
}

/** Marks a call as answered; returns false if it is not ringing. */
export async function updateCallAnswered(tx: Tx, id: number): Promise<boolean> {
  const result = await tx.db
    .updateTable('calls')
    .set({ state: 'active', answered_at: tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .where('state', '=', 'ringing')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Ends a call: a ringing one with this outcome, an active one as completed. Returns false if it had already ended. */
export async function updateCallEnded(tx: Tx, id: number, ifRinging: CallOutcome): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update calls
    set state = 'ended', ended_at = ${tx.now()}, outcome = case state when 'active' then 'completed' else ${ifRinging} end
    where tenant_id = ${tx.tenant.id} and id = ${id} and state <> 'ended'
  `.execute(tx.db);
  return numAffectedRows === 1n;
}

/** Records that the message about a call's result is stored or will never be. */
export async function updateResultHandled(ctx: Ctx, id: number): Promise<void> {
  await ctx.db
    .updateTable('calls')
    .set({ notified_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .execute();
}

/** A call that the worker must process. */
export interface DueCall {
  readonly tenantId: TenantId;
  readonly id: number;
  readonly state: CallSummary['state'];
}

/**
 * Some calls of all tenants that have rung long enough, have lost a participant whose account is no longer active, or ended a
 * while ago without a result message.
 */
export async function selectDueCalls(
  db: Ctx['db'],
  moments: { rungUntil: number; endedBefore: number },
): Promise<DueCall[]> {
  const { rows } = await sql<DueCall>`
    (
      select tenant_id as "tenantId", id, state from calls
      where state = 'ringing' and rings_until <= ${moments.rungUntil} order by rings_until limit 200
    )
    union all
    (
      select k.tenant_id, k.id, k.state from calls k cross join lateral (
        select bool_and(a.status = 'active') as "areActive" from accounts a
        where a.tenant_id = k.tenant_id and a.id = any(array[k.caller_id, k.callee_id]) offset 0
      ) p
      where k.state <> 'ended' and not p."areActive" limit 200
    )
    union all
    (
      select tenant_id, id, state from calls
      where state = 'ended' and notified_at is null and ended_at <= ${moments.endedBefore} order by ended_at limit 200
    )
  `.execute(db);
  return rows;
}

/** A ringing or active call, and who takes part. */
export interface LiveCall {
  readonly tenantId: TenantId;
  readonly id: number;
  readonly state: 'ringing' | 'active';
  readonly callerId: AccountId;
  readonly calleeId: AccountId;
  /** The device that calls. */
  readonly callerSession: string | null;
  /** When that device last had a socket while it rings; null if it was not seen with one. */
  readonly callerSeenAt: number | null;
}

/** The calls of all tenants in these states. */
export async function selectLiveCalls(
  db: Ctx['db'],
  states: readonly LiveCall['state'][],
): Promise<LiveCall[]> {
  const { rows } = await sql<LiveCall>`
    select k.tenant_id as "tenantId", k.id, k.state, k.caller_id as "callerId", k.callee_id as "calleeId",
      s.session_id as "callerSession", s.seen_at as "callerSeenAt"
    from calls k join call_participants s on s.tenant_id = k.tenant_id and s.account_id = k.caller_id and s.call_id = k.id
    where k.state <> 'ended' and k.state = any(${[...states]}::text[])
  `.execute(db);
  return rows;
}

/** Records that the devices that make these calls have a socket. Skips a row that changes just now. */
export async function updateCallersSeen(
  db: Ctx['db'],
  calls: readonly Pick<LiveCall, 'tenantId' | 'callerId'>[],
  at: number,
): Promise<void> {
  await sql`
    update call_participants s set seen_at = ${at} from (
      select p.tenant_id, p.account_id from call_participants p
      join unnest(${calls.map((call) => call.tenantId)}::int[], ${calls.map((call) => call.callerId)}::int[])
        as here (tenant_id, account_id) on p.tenant_id = here.tenant_id and p.account_id = here.account_id
      for update of p skip locked
    ) seen
    where s.tenant_id = seen.tenant_id and s.account_id = seen.account_id
  `.execute(db);
}
