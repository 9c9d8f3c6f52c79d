import { sql, type RawBuilder } from 'kysely';
import type { AccountId, Ctx } from '../kernel/index.js';
import type { PhotoState, Picture } from '../photos/index.js';
import type { StaffCtx } from '../staff/index.js';
import type { ReviewQueue } from './review-leases-store.js';
import { OWNERS_DOING } from './store.js';
import type { LogLine } from './types.js';

/** The person whom an item of a review queue is about. */
export interface ReviewedPerson {
  readonly id: AccountId;
  readonly username: string;
  readonly nickname: string;
  readonly createdAt: number;
  /** All photos of the card, by place, with their last pictures. */
  readonly photos: readonly { place: number; state: PhotoState; picture: Picture }[];
}

/** A decision as shown with an item of a review queue. */
export type PastDecision = Pick<LogLine, 'at' | 'by' | 'what' | 'why'>;

/** The picture of the upload with this alias, as JSON. */
export function pictureOf(alias: string): RawBuilder<Picture> {
  return sql`json_build_object('fileId', ${sql.ref(`${alias}.file_id`)},
    'isAnimated', ${sql.ref(`${alias}.is_animated`)}, 'isRestricted', ${sql.ref(`${alias}.is_restricted`)})`;
}

/** The account `a` as JSON. */
export function personOf({ tenant }: Ctx): RawBuilder<ReviewedPerson> {
  return sql`json_build_object('id', a.id, 'username', a.username, 'nickname', a.nickname, 'createdAt', a.created_at, 'photos', (
    select coalesce(json_agg(json_build_object('place', o.place, 'state', o.state, 'picture', ${pictureOf('c')})
      order by o.place), '[]')
    from photos o join photo_uploads c on c.tenant_id = o.tenant_id and c.id = o.upload_id
    where o.tenant_id = ${tenant.id} and o.account_id = a.id and not c.is_restricted
  ))`;
}

/** The newest decisions about the account `a` as JSON, without actions of the owner; those of child safety if wanted. */
export function decisionsOf(
  { tenant }: Ctx,
  { limit, isChildSafety }: { limit: number; isChildSafety: boolean },
): RawBuilder<PastDecision[]> {
  return sql`(
    select coalesce(json_agg(json_build_object('at', d.at, 'by', d.done_by, 'what', d.what, 'why', d.why)
      order by d.id desc), '[]')
    from (
      select m.id, m.at, m.done_by, m.what, m.why from moderation_log m
      where m.tenant_id = ${tenant.id} and m.account_id = a.id and m.what <> ${OWNERS_DOING}
        and (not m.is_child_safety or ${isChildSafety})
      order by m.id desc limit ${limit}
    ) d
  )`;
}

/** The lease of an item as JSON, or null. */
export function leaseOf(
  { tenant, staff, now }: StaffCtx,
  queue: ReviewQueue,
  itemId: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`(
    select json_build_object('name', l.staff_name, 'until', l.until,
      'isOwn', l.staff_tenant_id = ${staff.tenantId} and l.staff_id = ${staff.id})
    from review_leases l
    where l.tenant_id = ${tenant.id} and l.queue = ${queue} and l.item_id = ${itemId} and l.until > ${now()}
  )`;
}
