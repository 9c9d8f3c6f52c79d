import { sql } from 'kysely';
import type { AccountId, Ctx, Tx } from '../kernel/index.js';
import { isInForce } from '../accounts/index.js';
import { OPENED } from './photo-decisions.js';
import type { DueSanction, LogLine, NewSanction, Sanction } from './types.js';

/** Stores a sanction, or changes the end of the one in force; only child safety changes the end of one for child safety. */
export async function upsertSanction(tx: Tx, wanted: NewSanction): Promise<{ id: number; isNew: boolean }> {
  const { rows } = await sql<{ id: number; isNew: boolean }>`
    insert into sanctions (tenant_id, account_id, kind, report_id, until, created_at, is_child_safety)
    values (${tx.tenant.id}, ${wanted.accountId}, ${wanted.kind}, ${wanted.reportId ?? null}, ${wanted.until}, ${tx.now()},
      ${wanted.isChildSafety ?? false})
    on conflict (tenant_id, account_id, kind) where ended_at is null
    do update set report_id = coalesce(excluded.report_id, sanctions.report_id),
      until = case when sanctions.is_child_safety > excluded.is_child_safety then sanctions.until else excluded.until end,
      is_child_safety = sanctions.is_child_safety or excluded.is_child_safety
    returning id, xmax = 0 as "isNew"
  `.execute(tx.db);
  const [row] = rows;
  if (!row) throw new Error('A sanction was not stored.');
  return row;
}

/** Stores the status that an account had before a ban. */
export async function updateStatusBefore(
  tx: Tx,
  id: number,
  before: Sanction['statusBefore'],
): Promise<void> {
  await tx.db
    .updateTable('sanctions')
    .set({ status_before: before })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .execute();
}

/** What a decision has made of a sanction. */
export interface SanctionChange {
  /** The line of the log. */
  readonly id: number;
  readonly until: number | null;
  readonly isChildSafety: boolean;
}

/**
 * The change of a sanction that came with a decision, and the one that holds without it: that of child safety before others,
 * then the newest; undefined if no other decision stands.
 */
export async function selectChanges(
  tx: Tx,
  { id, accountId, kind }: Pick<Sanction, 'id' | 'accountId' | 'kind'>,
  decisionId: number,
): Promise<{ own: number | null; holds: SanctionChange | null }> {
  const { rows } = await sql<{ own: number | null; holds: SanctionChange | null }>`
    with changes as (
      select m.id, m.until, m.is_child_safety as "isChildSafety" from moderation_log m
      where m.tenant_id = ${tx.tenant.id} and m.account_id = ${accountId} and m.sanction_id = ${id} and m.what = ${kind}
        and m.undoes is null and not exists (
          select from moderation_log u
          where u.tenant_id = m.tenant_id and u.account_id = m.account_id and u.undoes = m.id
        )
    ),
    own as (select max(c.id) as id from changes c where c.id < ${decisionId})
    select own.id as own, (
      select to_json(c) from changes c where c.id is distinct from own.id order by c."isChildSafety" desc, c.id desc limit 1
    ) as holds
    from own
  `.execute(tx.db);
  return rows[0] ?? { own: null, holds: null };
}

/** Changes the end of a sanction, and whether only child safety changes it. */
export async function updateSanction(
  tx: Tx,
  id: number,
  { until, isChildSafety }: Pick<SanctionChange, 'until' | 'isChildSafety'>,
): Promise<void> {
  await tx.db
    .updateTable('sanctions')
    .set({ until, is_child_safety: isChildSafety })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .execute();
}

/** Ends a sanction; with `ifDue`, only an expired one. Returns false if it did not end. */
export async function updateSanctionEnded(tx: Tx, of: Sanction, ifDue: boolean): Promise<boolean> {
  let query = tx.db
    .updateTable('sanctions')
    .set({ ended_at: tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', of.id)
    .where('ended_at', 'is', null);
  if (ifDue) query = query.where('until', '<=', tx.now());
  return (await query.executeTakeFirst()).numUpdatedRows === 1n;
}

const sanctionColumns = [
  'id',
  'account_id as accountId',
  'kind',
  'until',
  'created_at as createdAt',
  'status_before as statusBefore',
  'is_child_safety as isChildSafety',
] as const;

/** An account's sanctions in force. */
export function selectInForce(ctx: Ctx, accountId: AccountId): Promise<Sanction[]> {
  return ctx.db
    .selectFrom('sanctions')
    .select(sanctionColumns)
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', accountId)
    .where(isInForce('sanctions', sql`${ctx.now()}`))
    .orderBy('id')
    .execute();
}

/** When an account's last sanction ended, in milliseconds; 0 for never. */
export async function selectLastEnded(ctx: Ctx, accountId: AccountId): Promise<number> {
  const row = await ctx.db
    .selectFrom('sanctions')
    .select((max) => max.fn.max('ended_at').as('at'))
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row?.at ?? 0;
}

/** Some expired sanctions of all tenants. */
export function selectDueSanctions(db: Ctx['db'], now: number): Promise<DueSanction[]> {
  return db
    .selectFrom('sanctions')
    .select([...sanctionColumns, 'tenant_id as tenantId'])
    .where('ended_at', 'is', null)
    .where('until', '<=', now)
    .orderBy('until')
    .limit(200)
    .execute();
}

/** The log entry for an owner who replaced a judged picture. */
export const OWNERS_DOING = 'photo waiting';

/** A line to append to the log of moderation. */
export type NewLogLine = Omit<LogLine, 'at' | 'until' | 'photo'> & {
  readonly until?: number | null;
  readonly accountId: AccountId;
  readonly reportId?: number | undefined;
  readonly sanctionId?: number | undefined;
  readonly uploadId?: number;
  /** Whether only those who handle child safety see it. */
  readonly isChildSafety?: boolean;
  /** The line of a sanction's change that this one takes back. */
  readonly undoes?: number;
};

/** Appends a line to the log of moderation; returns its id. */
export async function insertLog(ctx: Ctx, line: NewLogLine): Promise<number> {
  const [id] = await insertLogs(ctx, [line]);
  return id!; // one for each line
}

/** Appends lines to the log of moderation; returns their ids. */
export async function insertLogs(ctx: Ctx, lines: readonly NewLogLine[]): Promise<number[]> {
  const rows = await ctx.db
    .insertInto('moderation_log')
    .values(
      lines.map((line) => ({
        tenant_id: ctx.tenant.id,
        at: ctx.now(),
        done_by: line.by,
        what: line.what,
        until: line.until ?? null,
        account_id: line.accountId,
        report_id: line.reportId ?? null,
        sanction_id: line.sanctionId ?? null,
        upload_id: line.uploadId ?? null,
        why: line.why,
        is_child_safety: line.isChildSafety ?? false,
        undoes: line.undoes ?? null,
      })),
    )
    .returning('id')
    .execute();
  return rows.map(({ id }) => id).toSorted((a, b) => a - b);
}

/** The newest decision about each of these uploads, by upload. */
export async function selectNewestDecisions(
  ctx: Ctx,
  uploadIds: readonly number[],
): Promise<
  Map<number, { version: number; by: string; what: string; at: number; sanctionId: number | null }>
> {
  const rows = await ctx.db
    .selectFrom('moderation_log')
    .distinctOn('upload_id')
    .select([
      'upload_id as uploadId',
      'id as version',
      'done_by as by',
      'what',
      'at',
      'sanction_id as sanctionId',
    ])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('upload_id', 'in', uploadIds)
    .where('what', '<>', OPENED)
    .orderBy('upload_id')
    .orderBy('id', 'desc')
    .execute();
  // Never null, because it is among the wanted ones.
  return new Map(rows.map(({ uploadId, ...decision }) => [uploadId as number, decision]));
}

/** The decisions about an account, newest first; at most 100 lines, without actions of the owner; those of child safety if wanted. */
export function selectLog(ctx: Ctx, accountId: AccountId, isChildSafety: boolean): Promise<LogLine[]> {
  let query = ctx.db
    .selectFrom('moderation_log')
    .select(['at', 'done_by as by', 'what', 'upload_id as photo', 'until', 'why'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', accountId)
    .where('what', '<>', OWNERS_DOING);
  if (!isChildSafety) query = query.where('is_child_safety', '=', false);
  return query.orderBy('id', 'desc').limit(100).execute();
}
