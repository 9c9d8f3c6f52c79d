import { sql } from 'kysely';
import type { MemberCtx, MemberTx } from '../kernel/index.js';
import type { ConversationHead } from './event-types.js';

/** What a member has begun to write. */
export interface Draft {
  /** Empty without one. */
  readonly text: string;
  /** When its device wrote it, in milliseconds; 0 if there never was one. */
  readonly writtenAt: number;
}

/** The columns of `Draft`, of rows `m` of members. */
export const draftOf = sql<Draft>`json_build_object('text', coalesce(m.draft, ''), 'writtenAt', coalesce(m.drafted_at, 0))`;

/** The caller's draft. */
export async function selectDraft(ctx: MemberCtx, of: ConversationHead): Promise<Draft> {
  const { rows } = await sql<{ draft: Draft }>`
    select ${draftOf} as draft from members m
    where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${ctx.actor} and m.conversation_id = ${of.id}
  `.execute(ctx.db);
  return rows[0]?.draft ?? { text: '', writtenAt: 0 };
}

/** Stores the caller's draft unless there is a later one; of two of the same time, the greater text. Returns whether it did. */
export async function updateDraft(
  tx: MemberTx,
  of: ConversationHead,
  { text, writtenAt }: Draft,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update members m set draft = nullif(${text}, ''), drafted_at = ${writtenAt}
    where m.tenant_id = ${tx.tenant.id} and m.account_id = ${tx.actor} and m.conversation_id = ${of.id}
      and (coalesce(m.drafted_at, 0), coalesce(m.draft, '')) < (${writtenAt}::bigint, ${text}::text)
  `.execute(tx.db);
  return numAffectedRows === 1n;
}
