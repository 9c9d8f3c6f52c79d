import { sql, type RawBuilder } from 'kysely';
import { bounds, type Ctx } from '../kernel/index.js';
import { isUnreferenced } from '../media/index.js';

/** What is stored of one kind. */
export interface Stored {
  /** Counted up to a limit. */
  readonly rows: number;
  /** The size of its files, if the rows have it. */
  readonly bytes: number | null;
  readonly oldestAt: number | null;
}

/**
 * The rows of each kind with their times, those that are deleted first at the beginning. `due` decides when: their time, or
 * the end that they have from the beginning.
 */
const rowsOf = {
  audit: (ctx: Ctx) => sql`
    select a.at, a.at as due, null::bigint as bytes from audit_log a where a.tenant_id = ${ctx.tenant.id} order by a.at
  `,
  age_group_changes: (ctx: Ctx) => sql`
    select c.changed_at as at, c.changed_at as due, null::bigint as bytes from age_group_changes c
    where c.tenant_id = ${ctx.tenant.id} order by c.changed_at
  `,
  evidence: (ctx: Ctx) => sql`
    select e.kept_at as at, e.remove_at as due, (
      select sum(f.size_bytes)::bigint from evidence_files h
      join files f on f.tenant_id = h.tenant_id and f.file_id = h.file_id
      where h.tenant_id = e.tenant_id and h.evidence_id = e.id
    ) as bytes
    from evidence e where e.tenant_id = ${ctx.tenant.id} order by e.remove_at
  `,
  photo_evidence: (ctx: Ctx) => sql`
    select u.created_at as at, u.remove_at as due, u.size_bytes as bytes from photo_uploads u
    where u.tenant_id = ${ctx.tenant.id} and u.remove_at is not null order by u.remove_at
  `,
  data_exports: (ctx: Ctx) => sql`
    select e.requested_at as at, e.expires_at as due, e.size_bytes as bytes from data_exports e
    where e.tenant_id = ${ctx.tenant.id} and e.expires_at is not null order by e.expires_at
  `,
  unsent_files: (ctx: Ctx) => sql`
    select f.created_at as at, f.created_at as due, f.size_bytes as bytes from files f
    where f.tenant_id = ${ctx.tenant.id} and ${isUnreferenced}
      and f.file_id in (select c.file_id from file_checks c where c.tenant_id = ${ctx.tenant.id})
    order by f.created_at
  `,
  outgoing_messages: (ctx: Ctx) => sql`
    select o.created_at as at, o.created_at as due, null::bigint as bytes from outgoing_messages o
    where o.tenant_id = ${ctx.tenant.id} order by o.created_at
  `,
  figures: (ctx: Ctx) => sql`
    select f.at, f.at as due, null::bigint as bytes from tenant_figures f
    where f.tenant_id = ${ctx.tenant.id} and f.step_minutes = ${bounds.figures.coarseMinutes} order by f.at
  `,
} as const satisfies Readonly<Record<string, (ctx: Ctx) => RawBuilder<unknown>>>;

/** A kind of rows that are deleted after a time. */
export type RetainedKind = keyof typeof rowsOf;

/** What is stored of a kind. */
export async function selectStored(ctx: Ctx, kind: RetainedKind): Promise<Stored> {
  const { rows } = await sql<Stored>`
    select count(*)::int as rows, sum(r.bytes)::bigint as bytes, min(r.at) as "oldestAt"
    from (${rowsOf[kind](ctx)} limit ${bounds.staff.queueCounted}) r
  `.execute(ctx.db);
  return rows[0] ?? { rows: 0, bytes: null, oldestAt: null };
}

/** What is deleted of a kind. */
export type Due = Pick<Stored, 'rows' | 'bytes'>;

/** The rows of a kind that are due before a time, counted up to a limit. */
export async function selectDue(ctx: Ctx, kind: RetainedKind, before: number): Promise<Due> {
  // Of rows in the order in which they are due, no more are read than are counted.
  const { rows } = await sql<Due>`
    select count(*)::int as rows, sum(r.bytes)::bigint as bytes
    from (${rowsOf[kind](ctx)} limit ${bounds.staff.queueCounted}) r where r.due < ${before}
  `.execute(ctx.db);
  return rows[0] ?? { rows: 0, bytes: null };
}
