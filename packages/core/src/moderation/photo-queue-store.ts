import { sql } from 'kysely';
import type { AccountId } from '../kernel/index.js';
import type { PhotoState, Picture } from '../photos/index.js';
import type { StaffCtx } from '../staff/index.js';
import type { ReviewLease } from './review-leases-store.js';
import { OWNERS_DOING } from './store.js';
import type { LogLine } from './types.js';

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
  readonly person: {
    readonly id: AccountId;
    readonly username: string;
    readonly nickname: string;
    readonly createdAt: number;
    /** All photos of the card, by place, with their last pictures. */
    readonly photos: readonly { place: number; state: PhotoState; picture: Picture }[];
  };
  /** Earlier decisions about the person, newest first. */
  readonly decisions: readonly Pick<LogLine, 'at' | 'by' | 'what' | 'why'>[];
}

/** A page of waiting photos. */
export interface PhotoQueue {
  readonly rows: readonly PhotoQueueItem[];
  /** The length of the queue, counted up to a limit. */
  readonly waiting: number;
  /** When the oldest one was uploaded; null if none waits. */
  readonly oldestAt: number | null;
}

/** Waiting photos, oldest first, after the upload `after`. */
export async function selectPhotoQueue(
  ctx: StaffCtx,
  { after, limit, decisions, counted }: { after: number; limit: number; decisions: number; counted: number },
): Promise<PhotoQueue> {
  const tenantId = ctx.tenant.id;
  const picture = (alias: string) => sql`json_build_object('fileId', ${sql.ref(`${alias}.file_id`)},
    'isAnimated', ${sql.ref(`${alias}.is_animated`)}, 'isRestricted', ${sql.ref(`${alias}.is_restricted`)})`;
  const { rows } = await sql<PhotoQueue>`
    with page as (
      select p.upload_id, p.account_id, p.place, p.shown_upload_id
      from photos p
      where p.tenant_id = ${tenantId} and p.state = 'waiting' and p.upload_id > ${after}
      order by p.upload_id limit ${limit}
    ),
    items as (
      select u.id, p.place, u.created_at as "uploadedAt", ${picture('u')} as picture,
        (
          select coalesce(max(m.id), 0) from moderation_log m where m.tenant_id = ${tenantId} and m.upload_id = u.id
        ) as version,
        case when s.id is not null then ${picture('s')} end as replaces,
        case when l.item_id is not null then json_build_object('name', l.staff_name, 'until', l.until,
          'isOwn', l.staff_tenant_id = ${ctx.staff.tenantId} and l.staff_id = ${ctx.staff.id}) end as lease,
        json_build_object('id', a.id, 'username', a.username, 'nickname', a.nickname, 'createdAt', a.created_at, 'photos', (
          select json_agg(json_build_object('place', o.place, 'state', o.state, 'picture', ${picture('c')}) order by o.place)
          from photos o join photo_uploads c on c.tenant_id = o.tenant_id and c.id = o.upload_id
          where o.tenant_id = ${tenantId} and o.account_id = a.id and not c.is_restricted
        )) as person,
        (
          select coalesce(json_agg(json_build_object('at', d.at, 'by', d.done_by, 'what', d.what, 'why', d.why)
            order by d.id desc), '[]')
          from (
            select m.id, m.at, m.done_by, m.what, m.why from moderation_log m
            where m.tenant_id = ${tenantId} and m.account_id = a.id and m.what <> ${OWNERS_DOING}
            order by m.id desc limit ${decisions}
          ) d
        ) as decisions
      from page p
      join photo_uploads u on u.tenant_id = ${tenantId} and u.id = p.upload_id
      join accounts a on a.tenant_id = ${tenantId} and a.id = p.account_id
      left join photo_uploads s on s.tenant_id = ${tenantId} and s.id = p.shown_upload_id
      left join review_leases l on l.tenant_id = ${tenantId} and l.queue = 'photos' and l.item_id = u.id
        and l.until > ${ctx.now()}
      where not u.is_restricted
    )
    select
      (select coalesce(json_agg(i order by i.id), '[]') from items i) as rows,
      (
        select count(*)::int from (
          select from photos p where p.tenant_id = ${tenantId} and p.state = 'waiting' limit ${counted}
        ) w
      ) as waiting,
      (
        select u.created_at from photo_uploads u
        where u.tenant_id = ${tenantId} and u.id = (
          select min(p.upload_id) from photos p where p.tenant_id = ${tenantId} and p.state = 'waiting'
        )
      ) as "oldestAt"
  `.execute(ctx.db);
  return rows[0] ?? { rows: [], waiting: 0, oldestAt: null };
}
