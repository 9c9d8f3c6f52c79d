import { sql, type RawBuilder } from 'kysely';
import { fold } from '../kernel/index.js';
import { isInQueue, type Picture } from '../photos/index.js';
import type { StaffCtx } from '../staff/index.js';
import { OPENED } from './photo-decisions.js';
import type { ReviewLease } from './review-leases-store.js';
import {
  decisionsOf,
  leaseOf,
  personOf,
  pictureOf,
  type PastDecision,
  type ReviewedPerson,
} from './reviewed-store.js';

/** A waiting photo with what a moderator needs to decide. */
export interface PhotoQueueItem {
  /** The number of the upload. */
  readonly id: number;
  /** The newest decision about the upload; 0 if there is none. */
  readonly version: number;
  readonly place: number;
  readonly picture: Picture;
  /** The approved picture that others see until the decision. */
  readonly replaces: Picture | null;
  readonly uploadedAt: number;
  readonly lease: ReviewLease | null;
  readonly person: ReviewedPerson;
  /** Earlier decisions about the person, newest first. */
  readonly decisions: readonly PastDecision[];
}

/** A page of waiting photos. */
export interface PhotoQueue {
  readonly rows: readonly PhotoQueueItem[];
  /** The length of the queue, counted up to a limit. */
  readonly waiting: number;
  /** When the oldest one was uploaded; null if none waits. */
  readonly oldestAt: number | null;
}

/** Waiting photos, of all or of the people with this id or a name that begins so, oldest first, after the upload `after`. */
export async function selectPhotoQueue(
  ctx: StaffCtx,
  {
    person,
    after,
    limit,
    decisions,
    counted,
  }: { person: string | undefined; after: number; limit: number; decisions: number; counted: number },
): Promise<PhotoQueue> {
  const tenantId = ctx.tenant.id;
  const isOf = person === undefined ? sql`true` : isCalled(ctx, sql`p.account_id`, person);
  const waits = sql`p.tenant_id = ${tenantId} and ${isInQueue(ctx)} and ${isOf}`;
  const { rows } = await sql<PhotoQueue>`
    with page as (
      select p.upload_id, p.account_id, p.place, p.shown_upload_id
      from photos p
      where ${waits} and p.upload_id > ${after}
      order by p.upload_id limit ${limit}
    ),
    items as (
      select u.id, p.place, u.created_at as "uploadedAt", ${pictureOf('u')} as picture,
        (
          select coalesce(max(m.id), 0) from moderation_log m
          where m.tenant_id = ${tenantId} and m.upload_id = u.id and m.what <> ${OPENED}
        ) as version,
        case when s.id is not null then ${pictureOf('s')} end as replaces,
        ${leaseOf(ctx, 'photos', sql`u.id`)} as lease, ${personOf(ctx)} as person,
        ${decisionsOf(ctx, { limit: decisions, isChildSafety: false })} as decisions
      from page p
      join photo_uploads u on u.tenant_id = ${tenantId} and u.id = p.upload_id
      join accounts a on a.tenant_id = ${tenantId} and a.id = p.account_id
      left join photo_uploads s on s.tenant_id = ${tenantId} and s.id = p.shown_upload_id
      where not u.is_restricted
    )
    select
      (select coalesce(json_agg(i order by i.id), '[]') from items i) as rows,
      (
        select count(*)::int from (
          select from photos p where ${waits} limit ${counted}
        ) w
      ) as waiting,
      (
        select u.created_at from photo_uploads u
        where u.tenant_id = ${tenantId} and u.id = (
          select min(p.upload_id) from photos p where ${waits}
        )
      ) as "oldestAt"
  `.execute(ctx.db);
  return rows[0] ?? { rows: [], waiting: 0, oldestAt: null };
}

/** Whether an account has this id, or a user name or nickname that begins so. */
function isCalled(ctx: StaffCtx, id: RawBuilder<unknown>, text: string): RawBuilder<boolean> {
  const beginning = fold(text);
  return sql<boolean>`exists (
    select from accounts a where a.tenant_id = ${ctx.tenant.id} and a.id = ${id} and (
      a.id::text = ${text} or starts_with(a.folded_username, ${beginning})
      or starts_with(a.folded_nickname, ${beginning})
    )
  )`;
}
