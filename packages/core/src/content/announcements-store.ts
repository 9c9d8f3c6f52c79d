import { sql } from 'kysely';
import { isVip } from '../billing/index.js';
import { bounds, type Ctx, type MemberCtx, type Tx } from '../kernel/index.js';
import type { Language } from '../outbox/index.js';
import type { TextLanguage } from './articles-store.js';
import type { Draft } from './store.js';

/** Who sees an announcement: `members` are all but visitors, `school` the people of one university. */
export type Audience = 'everybody' | 'members' | 'vips' | 'school';

/** What members see of an announcement now. */
export type AnnouncementState = 'waiting' | 'shown' | 'ended' | 'taken_back';

/** An announcement in one language. */
export interface AnnouncementText {
  readonly title: string;
  /** Sanitized HTML. */
  readonly body: string;
}

/** The texts of an announcement by language. */
export type AnnouncementTexts = Readonly<Partial<Record<TextLanguage, AnnouncementText>>>;

/** What an announcement says, to whom and when. */
export interface AnnouncementContent {
  readonly texts: AnnouncementTexts;
  readonly audience: Audience;
  /** The university of the audience `school`; null for every other one. */
  readonly universityId: number | null;
  readonly beginAt: number;
  /** Null for one without an end. */
  readonly endAt: number | null;
}

interface Written {
  readonly id: number;
  readonly version: number;
  readonly state: AnnouncementState;
  readonly changedAt: number;
  readonly changedBy: string;
}

/** An announcement for editors. */
export interface EditedAnnouncement extends AnnouncementContent, Written {}

/** A row in the list of announcements for editors. */
export interface AnnouncementRow extends Omit<AnnouncementContent, 'texts'>, Written {
  readonly titles: Readonly<Partial<Record<TextLanguage, string>>>;
}

/** An announcement in the file of an operator. */
export interface PublishedAnnouncement {
  readonly id: number;
  readonly texts: AnnouncementTexts;
  readonly isShown: boolean;
  readonly createdAt: number;
}

/** An announcement as a member sees it. */
export interface ShownAnnouncement extends AnnouncementText {
  readonly id: number;
  readonly beginAt: number;
}

/** The newest announcement that is for the caller now, or undefined. */
export async function selectNewestAnnouncement(
  ctx: MemberCtx,
  language: Language,
): Promise<ShownAnnouncement | undefined> {
  const { rows } = await sql<ShownAnnouncement>`
    select n.id, n.begin_at as "beginAt", t.text ->> 'title' as title, t.text ->> 'body' as body
    from announcements n
      join accounts m on m.tenant_id = ${ctx.tenant.id} and m.id = ${ctx.actor}
      cross join lateral (
        select value as text from jsonb_each(n.texts)
        order by key = ${language} desc, key = 'all' desc, key limit 1
      ) t
    where n.tenant_id = ${ctx.tenant.id} and n.is_shown
      and n.begin_at <= ${ctx.now()} and (n.end_at is null or n.end_at > ${ctx.now()})
      and case n.audience
        when 'everybody' then true
        when 'members' then m.kind = 'member'
        when 'school' then m.university_id = n.university_id
        when 'vips' then ${isVip(sql`m.tenant_id`, sql`m.id`, sql`${ctx.now()}::bigint`)}
      end
    order by n.begin_at desc, n.id desc limit 1
  `.execute(ctx.db);
  return rows[0];
}

/** Announcements in the form of an operator's file, newest first. */
export function selectAnnouncements(ctx: Ctx): Promise<PublishedAnnouncement[]> {
  return ctx.db
    .selectFrom('announcements')
    .select(['id', 'texts', 'is_shown as isShown', 'created_at as createdAt'])
    .$narrowType<{ texts: AnnouncementTexts }>()
    .where('tenant_id', '=', ctx.tenant.id)
    .orderBy('id', 'desc')
    .limit(bounds.list.publishedRows)
    .execute();
}

/** A page of announcements for editors, newest first; one more than a page if there are more. */
export async function selectAnnouncementRows(
  ctx: Ctx,
  { state, before }: { state?: AnnouncementState | undefined; before?: number | undefined },
): Promise<AnnouncementRow[]> {
  const conditions = [
    ...(before === undefined ? [] : [sql`n.id < ${before}`]),
    ...(state === undefined ? [] : [sql`${stateAt(ctx.now())} = ${state}`]),
  ];
  const { rows } = await sql<AnnouncementRow>`
    select ${columns(ctx)}, (select jsonb_object_agg(key, value ->> 'title') from jsonb_each(n.texts)) as titles
    from announcements n
    where n.tenant_id = ${ctx.tenant.id} and ${sql.join([sql`true`, ...conditions], sql` and `)}
    order by n.id desc limit ${bounds.list.articleRows + 1}
  `.execute(ctx.db);
  return rows;
}

/** An announcement for editors, or undefined. */
export async function selectAnnouncement(ctx: Ctx, id: number): Promise<EditedAnnouncement | undefined> {
  const { rows } = await sql<EditedAnnouncement>`
    select ${columns(ctx)}, n.texts from announcements n where n.tenant_id = ${ctx.tenant.id} and n.id = ${id}
  `.execute(ctx.db);
  return rows[0];
}

function columns(ctx: Ctx) {
  return sql`n.id, n.version, n.audience, n.university_id as "universityId", n.begin_at as "beginAt", n.end_at as "endAt", ${stateAt(ctx.now())} as state,
    n.changed_at as "changedAt", n.written_by as "changedBy"`;
}

function stateAt(now: number) {
  return sql<AnnouncementState>`
    case when not n.is_shown then 'taken_back' when n.end_at <= ${now} then 'ended'
      when n.begin_at > ${now} then 'waiting' else 'shown' end
  `;
}

/** Stores a new announcement. */
export async function insertAnnouncement(
  tx: Tx,
  { texts, audience, universityId, beginAt, endAt }: AnnouncementContent,
  writtenBy: string,
): Promise<{ id: number; version: number }> {
  const now = tx.now();
  return tx.db
    .insertInto('announcements')
    .values({
      tenant_id: tx.tenant.id,
      texts: JSON.stringify(texts),
      audience,
      university_id: universityId,
      is_shown: true,
      begin_at: beginAt,
      end_at: endAt,
      written_by: writtenBy,
      created_at: now,
      changed_at: now,
    })
    .returning(['id', 'version'])
    .executeTakeFirstOrThrow();
}

/** Changes an announcement, or takes it back; undefined if its version is not the one that the author has seen. */
export async function updateAnnouncement(
  tx: Tx,
  { id, version }: { id: number; version: number },
  change: AnnouncementContent | 'take back',
  writtenBy: string,
): Promise<{ version: number } | undefined> {
  return tx.db
    .updateTable('announcements')
    .set({ version: version + 1, written_by: writtenBy, changed_at: tx.now() })
    .set(
      change === 'take back'
        ? { is_shown: false }
        : {
            is_shown: true,
            texts: JSON.stringify(change.texts),
            audience: change.audience,
            university_id: change.universityId,
            begin_at: change.beginAt,
            end_at: change.endAt,
          },
    )
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('version')
    .executeTakeFirst();
}

/**
 * Stores the announcements of an operator's file, like `upsertLinks`. A new one is for everybody from now on; another
 * one keeps its audience and its times.
 */
export async function upsertAnnouncements(
  tx: Tx,
  drafts: readonly Draft<PublishedAnnouncement>[],
  writtenBy: string,
): Promise<number> {
  const { rows: written } = await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(drafts)}::jsonb)
        as r(id int, texts jsonb, "isShown" boolean)
    ),
    changed as (
      update announcements a
      set texts = r.texts, is_shown = r."isShown", version = a.version + 1, written_by = ${writtenBy},
        changed_at = ${tx.now()}
      from given r where a.tenant_id = ${tx.tenant.id} and a.id = r.id
      returning a.id
    ),
    added as (
      insert into announcements (tenant_id, texts, is_shown, begin_at, written_by, created_at, changed_at)
      select ${tx.tenant.id}, texts, "isShown", ${tx.now()}, ${writtenBy}, ${tx.now()}, ${tx.now()}
      from given where id is null
      returning id
    )
    select id from changed union all select id from added
  `.execute(tx.db);
  return written.length;
}
