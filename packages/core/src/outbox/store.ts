import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import type { AccountId, Ctx, TenantId, Tx } from '../kernel/index.js';
import type { Channel, MessagePurpose, Language } from './texts.js';

/** How a message ended. */
export type Outcome = Exclude<Tables['outgoing_messages']['state'], 'void' | 'waiting' | 'sending'>;

/** A message whose next attempt has begun. */
export interface ClaimedMessage {
  readonly tenantId: TenantId;
  readonly id: number;
  readonly tenantName: string;
  readonly purpose: MessagePurpose;
  readonly address: string;
  readonly maskedAddress: string;
  /** Empty for a notice. */
  readonly code: string;
  /** Empty except for a letter. */
  readonly letter: string;
  readonly locale: Language;
  /** Including this one. */
  readonly attempts: number;
  readonly expiresAt: number;
}

/** The record of a message. */
export interface MessageRecord {
  readonly id: number;
  readonly channel: Channel;
  readonly purpose: MessagePurpose;
  readonly maskedAddress: string;
  readonly state: Tables['outgoing_messages']['state'];
  readonly attempts: number;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly answer: string;
}

/** A message to store; without an address it is void, without a code a notice. */
export interface NewMessage {
  readonly channel: Channel;
  readonly purpose: MessagePurpose;
  readonly accountId: AccountId | undefined;
  readonly address: string | null;
  readonly code: string | null;
  readonly letter?: string;
  readonly maskedAddress: string;
  readonly locale: Language;
  readonly expiresAt: number;
}

/** Stores messages; at least one. */
export async function insertMessages(tx: Tx, messages: readonly NewMessage[]): Promise<void> {
  const now = tx.now();
  await tx.db
    .insertInto('outgoing_messages')
    .values(
      messages.map((message) => ({
        tenant_id: tx.tenant.id,
        channel: message.channel,
        purpose: message.purpose,
        account_id: message.accountId ?? null,
        address: message.address,
        code: message.code,
        letter: message.letter ?? null,
        masked_address: message.maskedAddress,
        locale: message.locale,
        state: message.address === null ? ('void' as const) : ('waiting' as const),
        due_at: now,
        expires_at: message.expiresAt,
        created_at: now,
        changed_at: now,
      })),
    )
    .execute();
}

/**
 * Begins the next attempt of some due messages of all tenants, each for one caller only. Settles those whose attempt was begun before
 * `begunBefore` and never ended.
 */
export async function claimMessages(
  db: Kysely<Tables>,
  { channel, now, begunBefore, limit }: { channel: Channel; now: number; begunBefore: number; limit: number },
): Promise<ClaimedMessage[]> {
  const { rows } = await sql<ClaimedMessage>`
    with abandoned as (
      update outgoing_messages set state = 'unclear', changed_at = ${now}, address = null, code = null, letter = null
      where channel = ${channel} and state = 'sending' and changed_at < ${begunBefore}
    )
    update outgoing_messages o
    set state = 'sending', attempts = o.attempts + 1, changed_at = ${now}
    from (
      select tenant_id, id from outgoing_messages
      where channel = ${channel} and state = 'waiting' and due_at <= ${now}
      order by due_at
      limit ${limit}
      for update skip locked
    ) due, tenants t
    where o.tenant_id = due.tenant_id and o.id = due.id and t.id = o.tenant_id
    returning o.tenant_id as "tenantId", o.id, t.name as "tenantName", o.purpose, o.address,
      o.masked_address as "maskedAddress", coalesce(o.code, '') as code,
      coalesce(o.letter, '') as letter, o.locale, o.attempts, o.expires_at as "expiresAt"
  `.execute(db);
  return rows;
}

/** Ends an attempt: the message is settled, or waits until `retryAt`. */
export async function updateAttempted(
  db: Kysely<Tables>,
  { tenantId, id }: Pick<ClaimedMessage, 'tenantId' | 'id'>,
  change: { now: number; answer: string } & ({ outcome: Outcome } | { retryAt: number }),
): Promise<void> {
  await db
    .updateTable('outgoing_messages')
    .set({
      changed_at: change.now,
      answer: change.answer,
      ...('outcome' in change
        ? { state: change.outcome, address: null, code: null, letter: null }
        : { state: 'waiting' as const, due_at: change.retryAt }),
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .execute();
}

/** Makes the next attempt of a waiting message due; returns whether one waits. */
export async function updateDue(tx: Tx, id: number): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('outgoing_messages')
    .set({ due_at: tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Deletes the records of messages created before a time. */
export async function deleteMessagesBefore(ctx: Ctx, before: number): Promise<void> {
  await ctx.db
    .deleteFrom('outgoing_messages')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('created_at', '<', before)
    .execute();
}

/** The records of the newest messages of a channel, newest first. */
export function selectNewestMessages(ctx: Ctx, channel: Channel, limit: number): Promise<MessageRecord[]> {
  return ctx.db
    .selectFrom('outgoing_messages')
    .select([
      'id',
      'channel',
      'purpose',
      'masked_address as maskedAddress',
      'state',
      'attempts',
      'created_at as createdAt',
      'changed_at as changedAt',
      'answer',
    ])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('channel', '=', channel)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .$castTo<MessageRecord>()
    .execute();
}
