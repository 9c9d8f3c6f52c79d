import { sql } from 'kysely';
import { bounds, type AccountId, type Ctx, type MemberCtx, type Tx } from '../kernel/index.js';
import type { Language } from '../outbox/index.js';

/** A decision about an account, for a reason. */
export interface ReasonedDecision {
  readonly accountId: AccountId;
  /** The line of the log of moderation. */
  readonly decisionId: number;
  readonly reasonId: number;
}

/** The words of a letter by language. */
export type LetterTexts = Readonly<Partial<Record<Language, string>>>;

/** The letters of a reason `r` by language, as `l.texts`; null if it has none. */
const lettersOf = sql`
  cross join lateral (
    select jsonb_object_agg(key, value ->> 'letter') as texts from jsonb_each(r.texts) where value ->> 'letter' <> ''
  ) l
`;

/** For each of these decisions the reason of most of its reports that has a letter. */
export async function selectReasonsToTell(
  tx: Tx,
  decisionIds: readonly number[],
): Promise<ReasonedDecision[]> {
  const { rows } = await sql<ReasonedDecision>`
    select distinct on (p.decision_id) p.target_id as "accountId", p.decision_id as "decisionId", r.id as "reasonId"
    from (
      select o.target_id, o.decision_id, o.reason_id, count(*) as reports from reports o
      where o.tenant_id = ${tx.tenant.id} and o.decision_id = any(${[...decisionIds]}::bigint[])
      group by o.target_id, o.decision_id, o.reason_id
    ) p
    join report_reasons r on r.tenant_id = ${tx.tenant.id} and r.id = p.reason_id
    ${lettersOf}
    where l.texts is not null and not r.is_child_safety
    order by p.decision_id, p.reports desc, r.sort, r.id
  `.execute(tx.db);
  return rows;
}

/** Stores the letters of decisions whose reason has one; returns them with the address of the person, null if unknown. */
export async function insertLetters(
  tx: Tx,
  of: readonly ReasonedDecision[],
): Promise<{ accountId: AccountId; texts: LetterTexts; address: string | null }[]> {
  const { rows } = await sql<{ accountId: AccountId; texts: LetterTexts; address: string | null }>`
    with stored as (
      insert into letters (tenant_id, account_id, reason_id, decision_id, texts, created_at)
      select r.tenant_id, d.account_id, r.id, d.decision_id, l.texts, ${tx.now()}::bigint
      from unnest(${of.map(({ accountId }) => accountId)}::int[], ${of.map(({ decisionId }) => decisionId)}::bigint[],
        ${of.map(({ reasonId }) => reasonId)}::int[]) d (account_id, decision_id, reason_id)
      join report_reasons r on r.tenant_id = ${tx.tenant.id} and r.id = d.reason_id
      ${lettersOf}
      where l.texts is not null and not r.is_child_safety
      returning account_id, texts
    )
    select s.account_id as "accountId", s.texts, a.email as address
    from stored s join accounts a on a.tenant_id = ${tx.tenant.id} and a.id = s.account_id
  `.execute(tx.db);
  return rows;
}

/** Takes the letters of decisions about an account back: of one, or of those about an upload. */
export async function deleteLetters(
  tx: Tx,
  { accountId, ...of }: { accountId: AccountId } & ({ decisionId: number } | { uploadId: number }),
): Promise<void> {
  const decision =
    'decisionId' in of
      ? sql`l.decision_id = ${of.decisionId}`
      : sql`l.decision_id in (
          select m.id from moderation_log m where m.tenant_id = ${tx.tenant.id} and m.upload_id = ${of.uploadId}
        )`;
  await sql`
    delete from letters l where l.tenant_id = ${tx.tenant.id} and l.account_id = ${accountId} and ${decision}
  `.execute(tx.db);
}

/** A letter to the caller. */
export interface OwnLetter {
  readonly id: number;
  readonly text: string;
  readonly createdAt: number;
}

/** The newest letters to the caller, in a language or in another one that they have, newest first. */
export async function selectOwnLetters(ctx: MemberCtx, language: Language): Promise<OwnLetter[]> {
  const { rows } = await sql<OwnLetter>`
    select l.id, ${letterIn(language)} as text, l.created_at as "createdAt" from letters l
    where l.tenant_id = ${ctx.tenant.id} and l.account_id = ${ctx.actor}
    order by l.id desc limit ${bounds.list.letters}
  `.execute(ctx.db);
  return rows;
}

/** The letter that told of the newest decision about a sanction, like `selectOwnLetters`; undefined if there is none. */
export async function selectLetterAbout(
  ctx: Ctx,
  { accountId, sanctionId, language }: { accountId: AccountId; sanctionId: number; language: Language },
): Promise<string | undefined> {
  const { rows } = await sql<{ text: string }>`
    select ${letterIn(language)} as text
    from letters l join moderation_log m on m.tenant_id = l.tenant_id and m.id = l.decision_id
    where l.tenant_id = ${ctx.tenant.id} and l.account_id = ${accountId} and m.sanction_id = ${sanctionId}
    order by l.id desc limit 1
  `.execute(ctx.db);
  return rows[0]?.text;
}

/** The words of a letter `l` in a language, or in another one that it has. */
function letterIn(language: Language) {
  return sql`(select value from jsonb_each_text(l.texts) order by key = ${language} desc, key limit 1)`;
}
