import { sql, type RawBuilder } from 'kysely';
import { bounds, type AccountId, type AgeStatus, type Ctx } from '../kernel/index.js';
import type { Picture } from '../photos/index.js';

/** What staff see of an account. Every list is cut after `bounds.staff.personRows`, newest first. */
export interface Person {
  readonly id: AccountId;
  readonly username: string;
  readonly nickname: string;
  /** The random name in the avatar's path; null without an avatar. */
  readonly avatarName: string | null;
  readonly signature: string;
  readonly kind: 'member' | 'visitor';
  readonly status: 'active' | 'frozen' | 'disabled';
  readonly isHidden: boolean;
  readonly sex: 0 | 1;
  readonly ageStatus: AgeStatus;
  readonly isAgeProven: boolean;
  readonly birthDate: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  /** The id that the client of the account has given its device; may be empty. */
  readonly device: string;
  readonly inviterId: AccountId | null;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  /** When a requested deletion erases it. */
  readonly eraseAt: number | null;
  /** The last copy of the data that was asked for; `done` of `total` parts are written. */
  readonly dataExport: {
    readonly state: 'waiting' | 'running' | 'ready' | 'failed';
    readonly requestedAt: number;
    readonly done: number;
    readonly total: number;
  } | null;
  /** Those of the card, by place, with their last pictures; without pictures of child safety. */
  readonly photos: readonly {
    readonly place: number;
    readonly state: 'waiting' | 'approved' | 'refused';
    readonly uploadId: number;
    readonly picture: Picture;
    readonly updatedAt: number;
  }[];
  readonly sessions: readonly {
    readonly id: string;
    readonly device: string;
    readonly platform: string;
    readonly createdAt: number;
    readonly lastUsedAt: number;
  }[];
  readonly sanctions: readonly {
    readonly id: number;
    readonly kind: 'limit' | 'bucket' | 'ban';
    readonly createdAt: number;
    readonly until: number | null;
    readonly endedAt: number | null;
    readonly reportId: number | null;
  }[];
  readonly reportsAbout: readonly PersonReport[];
  readonly reportsBy: readonly PersonReport[];
  readonly purchases: readonly {
    readonly id: number;
    readonly platform: 'ios' | 'android' | 'web';
    readonly planCode: string;
    readonly createdAt: number;
    readonly isConfirmed: boolean;
    readonly isRefunded: boolean;
    readonly isSandbox: boolean;
  }[];
  readonly ledger: readonly {
    readonly id: number;
    readonly quota: string;
    /** Null for what staff gave. */
    readonly targetId: AccountId | null;
    readonly given: number | null;
    readonly createdAt: number;
    readonly refundedAt: number | null;
  }[];
  readonly notes: readonly {
    readonly id: number;
    readonly by: string;
    readonly text: string;
    readonly createdAt: number;
  }[];
}

/** A report about or by an account; `otherId` is the other one. */
export interface PersonReport {
  readonly id: number;
  readonly otherId: AccountId;
  readonly tag: string;
  readonly text: string;
  readonly isCase: boolean;
  readonly state: 'open' | 'upheld' | 'dismissed' | 'lifted';
  readonly createdAt: number;
}

/** An account of the tenant with everything that its page shows, in one statement; undefined if there is none. */
export async function selectPerson(
  ctx: Ctx,
  id: AccountId,
  { seesChildSafety }: { seesChildSafety: boolean },
): Promise<Person | undefined> {
  const isSeen = sql`(not o.is_child_safety or ${seesChildSafety})`;
  const own = (table: string) =>
    sql`${sql.table(table)} o where o.tenant_id = ${ctx.tenant.id} and o.account_id = ${id}`;
  const report = (other: string) => sql`
    o.id, ${sql.ref(`o.${other}`)} as "otherId", r.tag, o.text, o.is_case as "isCase", o.state, o.created_at as "createdAt"
    from reports o join report_reasons r on r.tenant_id = o.tenant_id and r.id = o.reason_id
    where o.tenant_id = ${ctx.tenant.id} and ${isSeen}`;
  const { rows } = await sql<Person>`
    select a.id, a.username, a.nickname, a.avatar_name as "avatarName", a.signature, a.kind, a.status,
      a.is_shadow_limited as "isHidden", a.sex, a.age_status as "ageStatus", a.is_age_proven as "isAgeProven",
      a.birth_date::text as "birthDate", a.phone, a.email, a.client_id as device, a.inviter_id as "inviterId", a.created_at as "createdAt", a.last_seen_at as "lastSeenAt",
      (select d.erase_at from account_deletions d where d.tenant_id = a.tenant_id and d.account_id = a.id) as "eraseAt",
      (
        select json_build_object('state', e.state, 'requestedAt', e.requested_at, 'done', e.done, 'total', e.total)
        from data_exports e where e.tenant_id = a.tenant_id and e.account_id = a.id
      ) as "dataExport",
      ${listOf(sql`
        o.place, o.state, o.upload_id as "uploadId", o.updated_at as "updatedAt", json_build_object('fileId', u.file_id,
          'isAnimated', u.is_animated, 'isRestricted', u.is_restricted) as picture
        from photo_uploads u, ${own('photos')} and u.tenant_id = o.tenant_id and u.id = o.upload_id
        and not u.is_restricted order by o.place
      `)} as photos,
      ${listOf(sql`
        o.id, o.device, o.platform, o.created_at as "createdAt", o.last_used_at as "lastUsedAt" from ${own('sessions')}
        and o.revoked_at is null order by o.last_used_at desc
      `)} as sessions,
      ${listOf(sql`
        o.id, o.kind, o.created_at as "createdAt", o.until, o.ended_at as "endedAt", o.report_id as "reportId"
        from ${own('sanctions')} and ${isSeen} order by o.id desc
      `)} as sanctions,
      ${listOf(sql`${report('reporter_id')} and o.target_id = ${id} and o.is_case order by o.created_at desc`)}
        as "reportsAbout",
      ${listOf(sql`${report('target_id')} and o.reporter_id = ${id} order by o.id desc`)} as "reportsBy",
      ${listOf(sql`
        o.id, o.platform, o.plan_code as "planCode", o.created_at as "createdAt",
        o.store_confirmed_at is not null as "isConfirmed", o.is_refunded as "isRefunded", o.is_sandbox as "isSandbox"
        from ${own('purchases')} order by o.id desc
      `)} as purchases,
      ${listOf(sql`
        o.id, o.quota, o.target_id as "targetId", o.given, o.created_at as "createdAt", o.refunded_at as "refundedAt"
        from ${own('quota_ledger')} order by o.id desc
      `)} as ledger,
      ${listOf(sql`
        o.id, o.written_by as by, o.text, o.created_at as "createdAt" from ${own('account_notes')} order by o.id desc
      `)} as notes
    from accounts a where a.tenant_id = ${ctx.tenant.id} and a.id = ${id}
  `.execute(ctx.db);
  return rows[0];
}

/** Some rows as JSON. */
function listOf(rows: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select coalesce(json_agg(l), '[]') from (select ${rows} limit ${bounds.staff.personRows}) l
  )`;
}
