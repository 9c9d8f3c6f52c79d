import { sql, type RawBuilder } from 'kysely';
import {
  bounds,
  type AccountId,
  type ConversationId,
  type Ctx,
  type Tx,
  type MemberCtx,
} from '../kernel/index.js';
import type { ConversationHead } from './event-types.js';

const DAY_MS = 24 * 3600_000;

/** The reason that a message is evidence: a change of it, or a report. */
export type EvidenceReason = 'recalled' | 'burnt' | 'destroyed' | 'edited' | 'reported';

/** A copy of a message for moderators. */
export interface Evidence {
  readonly id: number;
  readonly conversationId: ConversationId;
  readonly seq: number;
  readonly senderId: AccountId;
  readonly alias: string | null;
  readonly type: number;
  readonly content: string;
  readonly reason: EvidenceReason;
  readonly sentAt: number;
  readonly keptAt: number;
  readonly removeAt: number;
  /** The names of its files. */
  readonly files: readonly string[];
}

/**
 * Copies messages and their files for the tenant's retention period. Call it before they are emptied or changed;
 * `which` is a condition on the entries `e`.
 */
export async function insertTakenAway(
  tx: Tx,
  of: Pick<ConversationHead, 'id'>,
  which: RawBuilder<unknown>,
  reason: EvidenceReason,
): Promise<void> {
  const { evidenceDays } = tx.tenant.settings;
  if (evidenceDays === 0) return;
  await insertEvidence(tx, of.id, { which, reason, removeAt: tx.now() + evidenceDays * DAY_MS });
}

/** Also adds the copies to the open cases that hold these messages with other contents: what they say next counts too. */
async function insertEvidence(
  tx: Tx,
  conversationId: ConversationId,
  kept: { which: RawBuilder<unknown>; reason: EvidenceReason; removeAt: number },
): Promise<void> {
  await sql`
    with meant as materialized (
      select e.*, array(
        select p.id from reports p
        where p.tenant_id = e.tenant_id and p.target_id = e.sender_id and p.is_case and p.state = 'open' and (
          select bool_and(v.content <> e.content) and count(*) < ${bounds.list.evidenceContents}
          from case_evidence h join evidence v on v.tenant_id = h.tenant_id and v.id = h.evidence_id
          where h.tenant_id = p.tenant_id and h.report_id = p.id and v.conversation_id = e.conversation_id and v.seq = e.seq
        )
        -- One that is being deleted needs nothing more.
        for key share skip locked
      ) as cases
      from entries e
      where e.tenant_id = ${tx.tenant.id} and e.conversation_id = ${conversationId} and ${kept.which}
        and e.kind = 'message' and e.gone is null
    ),
    kept as (
      insert into evidence (tenant_id, conversation_id, seq, sender_id, alias, type, content, reason, sent_at, kept_at, remove_at)
      select e.tenant_id, e.conversation_id, e.seq, e.sender_id, e.alias, e.type, e.content, ${kept.reason}, e.sent_at,
        ${tx.now()}, case e.cases when '{}' then ${kept.removeAt}::bigint else greatest(${kept.removeAt}, ${untilOfCase(tx)}::bigint) end
      from meant e
      returning id, seq
    ),
    held as (
      insert into case_evidence (tenant_id, report_id, evidence_id)
      select ${tx.tenant.id}, c.id, k.id from kept k join meant e on e.seq = k.seq cross join unnest(e.cases) as c (id)
    )
    insert into evidence_files (tenant_id, evidence_id, file_id)
    select f.tenant_id, k.id, f.file_id from kept k
    join message_files f on f.tenant_id = ${tx.tenant.id} and f.conversation_id = ${conversationId} and f.seq = k.seq
  `.execute(tx.db);
}

/** How long a case keeps what it takes in now, at least. */
function untilOfCase(tx: Tx): number {
  return tx.now() + tx.tenant.settings.photoEvidenceDays * DAY_MS;
}

/** A message by its position, if the caller was a member when it was sent, regardless of later changes. */
export async function selectReportable(
  ctx: MemberCtx,
  place: { conversationId: ConversationId; seq: number },
): Promise<{ senderId: AccountId; alias: string | null } | undefined> {
  const { rows } = await sql<{ senderId: AccountId; alias: string | null }>`
    select e.sender_id as "senderId", e.alias from entries e
    join members m on m.tenant_id = e.tenant_id and m.conversation_id = e.conversation_id and m.account_id = ${ctx.actor}
    where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${place.conversationId} and e.seq = ${place.seq}
      and e.kind = 'message' and (m.left_at is null or e.sent_at <= m.left_at)
      and (e.seq > m.cleared_seq or e.sent_at >= m.created_at)
  `.execute(ctx.db);
  return rows[0];
}

/**
 * Keeps the evidence of a case: for a conversation, all recent copies and the messages with files; or one message. It
 * is kept while the case is open, and for some time after.
 */
export async function insertCaseEvidence(
  tx: Tx,
  caseId: number,
  about: {
    conversationId: ConversationId;
    senderId: AccountId;
    seq?: number | undefined;
    limit: number;
  },
): Promise<void> {
  const { conversationId, senderId, seq, limit } = about;
  const until = untilOfCase(tx);
  // The newest copy decides: a message that was reported before may say something else since.
  const isReported = sql`coalesce((
    select r.reason = 'reported' and r.content = e.content from evidence r
    where r.tenant_id = e.tenant_id and r.conversation_id = e.conversation_id and r.seq = e.seq order by r.id desc limit 1
  ), false)`;
  const which =
    seq === undefined
      ? sql`e.sender_id = ${senderId} and e.seq in (
          select f.seq from message_files f where f.tenant_id = ${tx.tenant.id} and f.conversation_id = ${conversationId}
          order by f.seq desc limit ${limit}
        )`
      : sql`e.seq = ${seq}`;
  await insertEvidence(tx, conversationId, {
    which: sql`${which} and not ${isReported}`,
    reason: 'reported',
    removeAt: until,
  });
  const isMeant = seq === undefined ? sql`true` : sql`(v.seq = ${seq} or v.sender_id = ${senderId})`;
  await sql`
    with meant as (
      select v.tenant_id, v.id from evidence v
      where v.tenant_id = ${tx.tenant.id} and v.conversation_id = ${conversationId} and ${isMeant}
      order by (v.seq = ${seq ?? 0}) desc, v.id desc limit ${limit}
      for no key update
    ),
    held as (
      insert into case_evidence (tenant_id, report_id, evidence_id) select tenant_id, ${caseId}, id from meant
      on conflict do nothing
    )
    update evidence v set remove_at = greatest(v.remove_at, ${until}) from meant m
    where v.tenant_id = m.tenant_id and v.id = m.id
  `.execute(tx.db);
}

/** The evidence of cases, or the recent evidence of an account's messages, newest first. */
export async function selectEvidence(
  ctx: Ctx,
  of: { caseIds: readonly number[] } | { senderId: AccountId },
  limit: number,
): Promise<Evidence[]> {
  const which =
    'caseIds' in of
      ? sql`exists (
          select from case_evidence c
          where c.tenant_id = v.tenant_id and c.evidence_id = v.id and c.report_id = any(${[...of.caseIds]}::bigint[])
        )`
      : sql`v.sender_id = ${of.senderId}`;
  const { rows } = await sql<Evidence>`
    select v.id, v.conversation_id as "conversationId", v.seq, v.sender_id as "senderId", v.alias, v.type, v.content,
      v.reason, v.sent_at as "sentAt", v.kept_at as "keptAt", v.remove_at as "removeAt",
      array(
        select f.name from evidence_files h join files f on f.tenant_id = h.tenant_id and f.file_id = h.file_id
        where h.tenant_id = v.tenant_id and h.evidence_id = v.id order by f.name
      ) as files
    from evidence v where v.tenant_id = ${ctx.tenant.id} and ${which} order by v.id desc limit ${limit}
  `.execute(ctx.db);
  return rows;
}

/** Whether evidence references the file with this name. */
export async function selectIsEvidenceFile(ctx: Ctx, name: string): Promise<boolean> {
  const { rows } = await sql<{ isHeld: boolean }>`
    select exists (
      select from files f join evidence_files h on h.tenant_id = f.tenant_id and h.file_id = f.file_id
      where f.tenant_id = ${ctx.tenant.id} and f.name = ${name}
    ) as "isHeld"
  `.execute(ctx.db);
  return rows[0]?.isHeld ?? false;
}

/** Deletes expired evidence except that of open cases; returns its amount and its files. */
export async function deleteDueEvidence(
  tx: Tx,
  limit: number,
): Promise<{ amount: number; fileIds: string[] }> {
  const { rows: due } = await sql<{ id: number }>`
    select v.id from evidence v
    where v.tenant_id = ${tx.tenant.id} and v.remove_at <= ${tx.now()} and not exists (
      select from case_evidence h join reports c on c.tenant_id = h.tenant_id and c.id = h.report_id
      where h.tenant_id = v.tenant_id and h.evidence_id = v.id and c.state = 'open'
    )
    order by v.remove_at limit ${limit} for update of v skip locked
  `.execute(tx.db);
  const ids = due.map(({ id }) => id);
  if (ids.length === 0) return { amount: 0, fileIds: [] };
  const { rows: files } = await sql<{ file_id: string }>`
    delete from evidence_files where tenant_id = ${tx.tenant.id} and evidence_id = any(${ids}::bigint[]) returning file_id
  `.execute(tx.db);
  await sql`delete from evidence where tenant_id = ${tx.tenant.id} and id = any(${ids}::bigint[])`.execute(
    tx.db,
  );
  return { amount: ids.length, fileIds: files.map(({ file_id }) => file_id) };
}
