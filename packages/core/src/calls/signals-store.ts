import { sql } from 'kysely';
import type { AccountId, Ctx, MemberTx, TenantId } from '../kernel/index.js';
import type { CallSignal } from './event-types.js';

/** The two ends of a running call, from the caller's view. */
interface Ends {
  readonly ownSession: string;
  readonly otherId: AccountId;
  /** Null until the other participant's device has sent a signal. */
  readonly otherSession: string | null;
  /** The number of signals that the caller has sent. */
  readonly sent: number;
}

/**
 * Makes the caller's device that of the call, unless another one is already, and locks the caller's participation until the
 * transaction ends; undefined if the caller takes no part any more.
 */
export async function lockEnds(tx: MemberTx, callId: number): Promise<Ends | undefined> {
  const { rows } = await sql<Ends>`
    with own as (
      update call_participants p set session_id = coalesce(p.session_id, ${tx.sessionId}::uuid)
      where p.tenant_id = ${tx.tenant.id} and p.account_id = ${tx.actor} and p.call_id = ${callId}
      returning p.session_id
    )
    select own.session_id as "ownSession", o.account_id as "otherId", o.session_id as "otherSession", (
      select count(*)::int from call_signals s
      where s.tenant_id = ${tx.tenant.id} and s.call_id = ${callId} and s.from_id = ${tx.actor}
    ) as sent
    from own join call_participants o
      on o.tenant_id = ${tx.tenant.id} and o.call_id = ${callId} and o.account_id <> ${tx.actor}
  `.execute(tx.db);
  return rows[0];
}

/** Stores a signal of the caller; returns false for a repeat. */
export async function insertSignal(
  tx: MemberTx,
  { callId, cid, kind, data }: CallSignal & { readonly cid: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into call_signals (tenant_id, call_id, from_id, cid, kind, data)
    values (${tx.tenant.id}, ${callId}, ${tx.actor}, ${cid}, ${kind}, ${data})
    on conflict do nothing
  `.execute(tx.db);
  return numAffectedRows === 1n;
}

/** A signal, by its sender and client id; undefined if the call has ended. */
export async function findSignal(
  db: Ctx['db'],
  of: {
    readonly tenantId: TenantId;
    readonly callId: number;
    readonly fromId: AccountId;
    readonly cid: string;
  },
): Promise<CallSignal | undefined> {
  const { rows } = await sql<CallSignal>`
    select call_id as "callId", kind, data from call_signals
    where tenant_id = ${of.tenantId} and call_id = ${of.callId} and from_id = ${of.fromId} and cid = ${of.cid}
  `.execute(db);
  return rows[0];
}
