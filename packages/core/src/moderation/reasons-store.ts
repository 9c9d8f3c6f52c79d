import { sql } from 'kysely';
import { bounds, type Ctx, type Tx } from '../kernel/index.js';
import type { Language } from '../outbox/index.js';
import type { EditedReason, Reason } from './types.js';

/** The reasons that people can choose, in the order of the operator, in a language if there is a text. */
export async function selectOfferedReasons(ctx: Ctx, language: Language): Promise<Reason[]> {
  const { rows } = await sql<Reason>`
    select r.id, r.kind, r.tag, r.needs_text as "needsText", r.is_child_safety as "isChildSafety",
      coalesce(r.texts -> ${language}::text ->> 'title', r.title) as title,
      coalesce(r.texts -> ${language}::text ->> 'description', r.description) as description
    from report_reasons r
    where r.tenant_id = ${ctx.tenant.id} and r.is_offered
    order by r.sort, r.id limit ${bounds.list.reportReasons}
  `.execute(ctx.db);
  return rows;
}

const editedColumns = [
  'id',
  'kind',
  'tag',
  'needs_text as needsText',
  'is_child_safety as isChildSafety',
  'title',
  'description',
  'version',
  'is_offered as isOffered',
  'texts',
  'changed_at as changedAt',
  'written_by as changedBy',
] as const;

/** All reasons in the order of the operator. */
export function selectReasons(ctx: Ctx): Promise<EditedReason[]> {
  return ctx.db
    .selectFrom('report_reasons')
    .select(editedColumns)
    .$narrowType<{ texts: EditedReason['texts'] }>()
    .where('tenant_id', '=', ctx.tenant.id)
    .orderBy('sort')
    .orderBy('id')
    .limit(bounds.list.reportReasons)
    .execute();
}

/** Locks a reason for a change of it; undefined if it does not exist. */
export function lockReason(tx: Tx, id: number): Promise<EditedReason | undefined> {
  return tx.db
    .selectFrom('report_reasons')
    .select(editedColumns)
    .$narrowType<{ texts: EditedReason['texts'] }>()
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Locks the reasons, so that no other change of their order or number happens meanwhile; returns their ids in order. */
export async function lockReasonOrder(tx: Tx): Promise<number[]> {
  await sql`select id from report_reasons where tenant_id = ${tx.tenant.id} order by id for no key update`.execute(
    tx.db,
  );
  // Once more, because the first statement does not see what was stored while it waited.
  return (await selectReasons(tx)).map(({ id }) => id);
}

/** Gives reasons the order of these ids. */
export async function updateReasonOrder(tx: Tx, ids: readonly number[]): Promise<void> {
  await sql`
    update report_reasons r set sort = o.sort
    from unnest(${ids}::int[]) with ordinality o (id, sort)
    where r.tenant_id = ${tx.tenant.id} and r.id = o.id
  `.execute(tx.db);
}

/** What an editor writes of a reason, except what never changes. */
export type ReasonContent = Pick<
  EditedReason,
  'needsText' | 'isChildSafety' | 'isOffered' | 'title' | 'description' | 'texts'
>;

/** Stores a reason as the last one, with the next id from 100; the order must be locked. */
export async function insertReason(
  tx: Tx,
  reason: ReasonContent & Pick<Reason, 'kind' | 'tag'>,
  writtenBy: string,
): Promise<number> {
  const { kind, tag, needsText, isChildSafety, isOffered, title, description, texts } = reason;
  const { rows } = await sql<{ id: number }>`
    insert into report_reasons (tenant_id, id, sort, kind, tag, needs_text, is_child_safety, is_offered, title, description,
      texts, written_by, changed_at)
    select ${tx.tenant.id}::int, greatest(100, coalesce(max(id), 0) + 1), coalesce(max(sort), 0), ${kind}, ${tag},
      ${needsText}, ${isChildSafety}, ${isOffered}, ${title}, ${description}, ${JSON.stringify(texts)}::jsonb, ${writtenBy},
      ${tx.now()}::bigint
    from report_reasons where tenant_id = ${tx.tenant.id}
    returning id
  `.execute(tx.db);
  return rows[0]!.id; // an aggregate has one row
}

/** Changes a locked reason; returns its new version. */
export function updateReason(
  tx: Tx,
  id: number,
  { needsText, isChildSafety, isOffered, title, description, texts }: ReasonContent,
  writtenBy: string,
): Promise<{ version: number }> {
  return tx.db
    .updateTable('report_reasons')
    .set((now) => ({
      version: sql`${now.ref('version')} + 1`,
      needs_text: needsText,
      is_child_safety: isChildSafety,
      is_offered: isOffered,
      title,
      description,
      texts: JSON.stringify(texts),
      written_by: writtenBy,
      changed_at: tx.now(),
    }))
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
}
