import { sql, type RawBuilder } from 'kysely';
import type { AccountId, Ctx } from '../kernel/index.js';
import type { StaffCtx } from '../staff/index.js';
import type { ReviewLease } from './review-leases-store.js';
import { leaseOf } from './reviewed-store.js';
import { ESCALATED, OPENED, REOPENED } from './photo-decisions.js';
import type { LogLine } from './types.js';

/** A photo that only those who handle child safety see, without its picture. */
export interface RestrictedPhoto {
  /** The number of the upload. */
  readonly id: number;
  /** The newest decision about the upload. */
  readonly version: number;
  /** Null if it is on no card any more. */
  readonly place: number | null;
  readonly uploadedAt: number;
  readonly person: { readonly id: AccountId; readonly username: string; readonly nickname: string };
  /** The newest decision: who has handed it over or refused it, and why. */
  readonly decision: Pick<LogLine, 'at' | 'by' | 'what' | 'why'>;
  readonly lease: ReviewLease | null;
}

/** A page of these photos. */
export interface RestrictedPhotos {
  readonly rows: readonly RestrictedPhoto[];
  /** How many wait for a decision, counted up to a limit. */
  readonly waiting: number;
  /** When the one that waits longest was handed over; null if none waits. */
  readonly oldestAt: number | null;
}

/** The restricted uploads `u`, each with its newest decision `d`. */
function restricted({ tenant }: Ctx): RawBuilder<unknown> {
  return sql`from photo_uploads u cross join lateral (
    select m.id, m.at, m.done_by, m.what, m.why from moderation_log m
    where m.tenant_id = ${tenant.id} and m.upload_id = u.id and m.what <> ${OPENED} order by m.id desc limit 1
  ) d where u.tenant_id = ${tenant.id} and u.is_restricted`;
}

const waits = sql`d.what in (${ESCALATED}, ${REOPENED})`;

/** Those that wait for who handles child safety, since `d.at`. */
export function waitingRestrictedPhotos(ctx: Ctx): RawBuilder<unknown> {
  return sql`${restricted(ctx)} and ${waits}`;
}

/** Restricted photos after the upload `after`, in the order of their uploads: those that wait, or those that are refused. */
export async function selectRestrictedPhotos(
  ctx: StaffCtx,
  { isWaiting, after, limit, counted }: { isWaiting: boolean; after: number; limit: number; counted: number },
): Promise<RestrictedPhotos> {
  const tenantId = ctx.tenant.id;
  const waiting = waitingRestrictedPhotos(ctx);
  const { rows } = await sql<RestrictedPhotos>`
    with page as (
      select u.id, u.account_id, u.created_at, d.id as version, d.at, d.done_by, d.what, d.why ${restricted(ctx)}
        and u.id > ${after} and (${waits}) = ${isWaiting}
      order by u.id limit ${limit}
    ),
    items as (
      select p.id, p.version, o.place, p.created_at as "uploadedAt",
        json_build_object('id', a.id, 'username', a.username, 'nickname', a.nickname) as person,
        json_build_object('at', p.at, 'by', p.done_by, 'what', p.what, 'why', p.why) as decision,
        ${leaseOf(ctx, 'child_safety_photos', sql`p.id`)} as lease
      from page p
      join accounts a on a.tenant_id = ${tenantId} and a.id = p.account_id
      left join photos o on o.tenant_id = ${tenantId} and o.upload_id = p.id
    )
    select (select coalesce(json_agg(i order by i.id), '[]') from items i) as rows,
      (select count(*)::int from (select ${waiting} limit ${counted}) w) as waiting,
      (select min(d.at) ${waiting}) as "oldestAt"
  `.execute(ctx.db);
  return rows[0] ?? { rows: [], waiting: 0, oldestAt: null };
}
