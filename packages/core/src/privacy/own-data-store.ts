import { sql, type RawBuilder } from 'kysely';
import { mayMeet, mayMeetRow } from '../contacts/index.js';
import { conditions } from '../conversations/index.js';
import type { ConversationId, MemberCtx } from '../kernel/index.js';

/** A row of a list, with the key by which the next page continues. */
export interface ListedRow {
  readonly key: number;
  readonly row: unknown;
}

/** Another account, as the caller sees it: the number, and the name unless the two may not meet. */
const person = (
  ctx: MemberCtx,
  id: string,
): RawBuilder<unknown> => sql`json_build_object('id', ${sql.ref(id)}, 'name', (
  select a.nickname from accounts a
  where a.tenant_id = ${ctx.tenant.id} and a.id = ${sql.ref(id)} and ${mayMeetRow(ctx, 'a')}
))`;

/** A list: the rows of the caller after `key`, as the columns `key` and `row`, without order and limit. */
type List = (ctx: MemberCtx, key: number) => RawBuilder<unknown>;

/** What an account has, by the name of its file. Nothing of others but their names, as the account sees them. */
export const ownLists: Readonly<Record<string, List>> = {
  contacts: (ctx, key) => sql`
    select f.friend_id as key, json_build_object('friend', ${person(ctx, 'f.friend_id')}, 'remark', f.remark, 'since', f.created_at) as row
    from friends f where f.tenant_id = ${ctx.tenant.id} and f.account_id = ${ctx.actor} and f.friend_id > ${key}`,
  'friend-requests': (ctx, key) => sql`
    select r.id as key, json_build_object('from', ${person(ctx, 'r.from_id')}, 'to', ${person(ctx, 'r.to_id')},
      'greeting', r.greeting, 'status', r.status, 'sentAt', r.created_at) as row
    from friend_requests r
    where r.tenant_id = ${ctx.tenant.id} and r.id > ${key} and (
      r.from_id = ${ctx.actor} or r.to_id = ${ctx.actor} and not r.is_hidden and ${mayMeet(ctx, sql.ref('r.from_id'))}
    )`,
  blocks: (ctx, key) => sql`
    select b.blocked_id as key, json_build_object('blocked', json_build_object('id', a.id, 'name', a.nickname), 'since', b.created_at) as row
    from blocks b join accounts a on a.tenant_id = b.tenant_id and a.id = b.blocked_id
    where b.tenant_id = ${ctx.tenant.id} and b.account_id = ${ctx.actor} and b.blocked_id > ${key}`,
  groups: (ctx, key) => sql`
    select m.conversation_id as key, json_build_object('name', case when m.left_at is null then c.name end, 'role', m.role, 'ownName', m.nickname,
      'joinedAt', m.created_at, 'leftAt', m.left_at) as row
    from members m join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id and c.kind = 'group'
    where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${ctx.actor} and m.conversation_id > ${key}`,
  settings: (ctx, key) => sql`
    select m.conversation_id as key, json_build_object('conversation', m.conversation_id, 'pinnedAt', m.pinned_at,
      'archivedAt', m.archived_at,
      'isSilent', m.is_silent, 'readUpTo', m.read_seq, 'isMarkedUnread', m.is_marked_unread) as row
    from members m
    where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${ctx.actor} and m.conversation_id > ${key}`,
  drafts: (ctx, key) => sql`
    select m.conversation_id as key, json_build_object('conversation', m.conversation_id, 'text', m.draft, 'writtenAt', m.drafted_at) as row
    from members m
    where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${ctx.actor} and m.left_at is null and m.draft is not null
      and m.conversation_id > ${key}`,
  'group-notices': (ctx, key) => sql`
    select n.id as key, json_build_object('group', n.conversation_id, 'text', n.content, 'isTop', n.is_top, 'writtenAt', n.created_at) as row
    from group_notices n where n.tenant_id = ${ctx.tenant.id} and n.author_id = ${ctx.actor} and n.id > ${key}`,
  'group-requests': (ctx, key) => sql`
    select r.id as key, json_build_object('group', r.conversation_id, 'isOwn', r.account_id = ${ctx.actor}, 'status', r.status,
      'sentAt', r.created_at) as row
    from group_requests r
    where r.tenant_id = ${ctx.tenant.id} and (r.account_id = ${ctx.actor} or r.inviter_id = ${ctx.actor}) and r.id > ${key}`,
  'push-settings': (ctx, key) => sql`
    select 1 as key, json_build_object('showsText', p.shows_text) as row
    from push_settings p where p.tenant_id = ${ctx.tenant.id} and p.account_id = ${ctx.actor} and ${key} < 1`,
  // Of the address only the service: whoever has the rest and the keys can send to the browser.
  'push-browsers': (ctx, key) => sql`
    select p.id as key, json_build_object('service', substring(p.endpoint from '^https?://([^/]+)'), 'session', p.session_id,
      'since', p.created_at, 'sent', p.sent, 'failed', p.failed, 'lastAt', p.last_at) as row
    from push_subscriptions p where p.tenant_id = ${ctx.tenant.id} and p.account_id = ${ctx.actor} and p.id > ${key}`,
  'strangers-written-to': (ctx, key) => sql`
    select c.id as key, json_build_object('to', case when c.low_id = ${ctx.actor} then ${person(ctx, 'c.high_id')}
      else ${person(ctx, 'c.low_id')} end, 'wave', c.wave, 'openedAt', c.opened_at, 'answeredAt', c.answered_at) as row
    from members m join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
    where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${ctx.actor} and c.opener_id = ${ctx.actor} and c.id > ${key}`,
  favourites: (ctx, key) => sql`
    select v.id as key, json_build_object('type', v.type, 'content', v.content, 'savedAt', v.created_at) as row
    from favourites v where v.tenant_id = ${ctx.tenant.id} and v.account_id = ${ctx.actor} and v.id > ${key}`,
  stickers: (ctx, key) => sql`
    select s.id as key, json_build_object('file', f.name, 'savedAt', s.created_at) as row
    from stickers s join files f on f.tenant_id = s.tenant_id and f.file_id = s.file_id
    where s.tenant_id = ${ctx.tenant.id} and s.account_id = ${ctx.actor} and s.id > ${key}`,
  moments: (ctx, key) => sql`
    select m.id as key, json_build_object('text', m.text, 'postedAt', m.posted_at, 'files', array(
      select f.file_id || '.' || f.extension from moment_files f
      where f.tenant_id = m.tenant_id and f.moment_id = m.id order by f.place
    )) as row
    from moments m where m.tenant_id = ${ctx.tenant.id} and m.author_id = ${ctx.actor} and m.id > ${key}`,
  'moment-comments': (ctx, key) => sql`
    select c.id as key, json_build_object('text', c.text, 'writtenAt', c.created_at) as row
    from moment_comments c where c.tenant_id = ${ctx.tenant.id} and c.author_id = ${ctx.actor} and c.id > ${key}`,
  'moment-likes': (ctx, key) => sql`
    select l.id as key, json_build_object('moment', l.moment_id, 'likedAt', l.created_at) as row
    from moment_likes l where l.tenant_id = ${ctx.tenant.id} and l.account_id = ${ctx.actor} and l.id > ${key}`,
  videos: (ctx, key) => sql`
    select v.id as key, json_build_object('title', v.title, 'file', v.file, 'publishedAt', v.created_at, 'likes', v.like_count) as row
    from videos v where v.tenant_id = ${ctx.tenant.id} and v.account_id = ${ctx.actor} and v.id > ${key}`,
  'video-comments': (ctx, key) => sql`
    select c.id as key, json_build_object('text', c.content, 'writtenAt', c.created_at) as row
    from video_comments c where c.tenant_id = ${ctx.tenant.id} and c.account_id = ${ctx.actor} and c.id > ${key}`,
  'video-likes': (ctx, key) => sql`
    select l.id as key, json_build_object('video', l.video_id, 'likedAt', l.created_at) as row
    from video_likes l where l.tenant_id = ${ctx.tenant.id} and l.account_id = ${ctx.actor} and l.id > ${key}`,
  'video-follows': (ctx, key) => sql`
    select f.id as key, json_build_object('followed', ${person(ctx, 'f.followed_id')}) as row
    from video_follows f where f.tenant_id = ${ctx.tenant.id} and f.account_id = ${ctx.actor} and f.id > ${key}`,
  photos: (ctx, key) => sql`
    select p.id as key, json_build_object('place', p.place, 'state', p.state, 'file', u.file_id, 'placedAt', p.created_at) as row
    from photos p join photo_uploads u on u.tenant_id = p.tenant_id and u.id = p.upload_id
    where p.tenant_id = ${ctx.tenant.id} and p.account_id = ${ctx.actor} and p.id > ${key}`,
  intro: (ctx, key) => sql`
    select 1 as key, json_build_object('tags', i.tags, 'topics', i.topic_ids, 'relations', i.relation_ids, 'loves', i.love_ids,
      'actors', i.actor_ids, 'picture', array[i.adj_code, i.animal_code, i.background_code, i.foreground_code],
      'private', i.private_blocks, 'acceptsChats', i.accepts_chats) as row
    from intros i where i.tenant_id = ${ctx.tenant.id} and i.account_id = ${ctx.actor} and ${key} < 1`,
  'intros-visited': (ctx, key) => sql`
    select v.account_id as key, json_build_object('visited', ${person(ctx, 'v.account_id')}, 'lastAt', v.viewed_at) as row
    from intro_views v where v.tenant_id = ${ctx.tenant.id} and v.viewer_id = ${ctx.actor} and v.account_id > ${key}`,
  calls: (ctx, key) => sql`
    select c.id as key, json_build_object('from', ${person(ctx, 'c.caller_id')}, 'to', ${person(ctx, 'c.callee_id')},
      'medium', c.medium, 'outcome', c.outcome, 'startedAt', c.started_at, 'answeredAt', c.answered_at, 'endedAt', c.ended_at) as row
    from calls c
    where c.tenant_id = ${ctx.tenant.id} and (c.caller_id = ${ctx.actor} or c.callee_id = ${ctx.actor}) and c.id > ${key}`,
  purchases: (ctx, key) => sql`
    select p.id as key, json_build_object('plan', p.plan_code, 'platform', p.platform, 'transaction', p.transaction_id,
      'amount', p.amount, 'boughtAt', p.created_at, 'isRefunded', p.is_refunded) as row
    from purchases p where p.tenant_id = ${ctx.tenant.id} and p.account_id = ${ctx.actor} and p.id > ${key}`,
  plans: (ctx, key) => sql`
    select e.id as key, json_build_object('plan', e.plan_id, 'from', e.starts_at, 'until', e.ends_at, 'revokedAt', e.revoked_at) as row
    from entitlements e where e.tenant_id = ${ctx.tenant.id} and e.account_id = ${ctx.actor} and e.id > ${key}`,
  quotas: (ctx, key) => sql`
    select q.id as key, json_build_object('quota', q.quota, 'day', q.day, 'for', ${person(ctx, 'q.target_id')}, 'given', q.given,
      'usedAt', q.created_at) as row
    from quota_ledger q where q.tenant_id = ${ctx.tenant.id} and q.account_id = ${ctx.actor} and q.id > ${key}`,
  'check-ins': (ctx, key) => sql`
    select (c.day - date '2000-01-01') as key, to_json(c.day) as row
    from check_ins c where c.tenant_id = ${ctx.tenant.id} and c.account_id = ${ctx.actor} and (c.day - date '2000-01-01') > ${key}`,
  reports: (ctx, key) => sql`
    select p.id as key, json_build_object('about', case when p.is_anonymous then null else ${person(ctx, 'p.target_id')} end,
      'reason', r.title, 'text', p.text, 'reportedAt', p.created_at) as row
    from reports p join report_reasons r on r.tenant_id = p.tenant_id and r.id = p.reason_id
    where p.tenant_id = ${ctx.tenant.id} and p.reporter_id = ${ctx.actor} and p.id > ${key}`,
  appeals: (ctx, key) => sql`
    select p.sanction_id as key, json_build_object('sanction', s.kind, 'text', p.text, 'state', p.state, 'appealedAt', p.created_at) as row
    from appeals p join sanctions s on s.tenant_id = p.tenant_id and s.id = p.sanction_id
    where p.tenant_id = ${ctx.tenant.id} and s.account_id = ${ctx.actor} and p.sanction_id > ${key}`,
  letters: (ctx, key) => sql`
    select l.id as key, json_build_object('texts', l.texts, 'sentAt', l.created_at) as row
    from letters l where l.tenant_id = ${ctx.tenant.id} and l.account_id = ${ctx.actor} and l.id > ${key}`,
};

/** The next rows of a list after a key. */
export async function selectListed(
  ctx: MemberCtx,
  list: List,
  key: number,
  limit: number,
): Promise<ListedRow[]> {
  const { rows } = await sql<ListedRow>`
    select l.key::bigint as key, l.row from (${list(ctx, key)}) l order by l.key limit ${limit}
  `.execute(ctx.db);
  return rows;
}

/** A conversation of the caller. */
export interface OwnConversation {
  readonly id: ConversationId;
  readonly kind: string;
  readonly name: string;
}

/** The conversations after an id in which the caller is a member. */
export async function selectOwnConversations(
  ctx: MemberCtx,
  after: number,
  limit: number,
): Promise<OwnConversation[]> {
  const { rows } = await sql<OwnConversation>`
    select c.id, c.kind, c.name from members m
    join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
    where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${ctx.actor} and m.left_at is null and m.conversation_id > ${after}
    order by m.conversation_id limit ${limit}
  `.execute(ctx.db);
  return rows;
}

/**
 * The keys of the caller's files after a key, in order: what the caller uploaded and shows, what the caller saved, and the
 * files of messages that the caller may still see.
 */
export async function selectOwnFiles(ctx: MemberCtx, after: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select key from (
      select 'chat/' || f.name as key from files f
      where f.tenant_id = ${ctx.tenant.id} and f.account_id = ${ctx.actor} and not f.is_hidden
      union
      select 'chat/' || f.name from members m
      join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
      join message_files h on h.tenant_id = m.tenant_id and h.conversation_id = m.conversation_id and h.seq > m.cleared_seq
      join entries e on e.tenant_id = h.tenant_id and e.conversation_id = h.conversation_id and e.seq = h.seq
      join files f on f.tenant_id = h.tenant_id and f.file_id = h.file_id
      where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${ctx.actor} and m.left_at is null and not f.is_hidden
        and not burns_after_reading(e.content::jsonb) and not ${conditions.isHidden(ctx, 'many')}
        and h.seq <= coalesce(${conditions.withheldAfter(ctx)}, h.seq)
      union
      select 'chat/' || f.name from favourites v
      join favourite_files h on h.tenant_id = v.tenant_id and h.favourite_id = v.id
      join files f on f.tenant_id = h.tenant_id and f.file_id = h.file_id
      where v.tenant_id = ${ctx.tenant.id} and v.account_id = ${ctx.actor} and not f.is_hidden
      union
      select 'chat/' || f.name from stickers s join files f on f.tenant_id = s.tenant_id and f.file_id = s.file_id
      where s.tenant_id = ${ctx.tenant.id} and s.account_id = ${ctx.actor} and not f.is_hidden
      union
      select case f.purpose when 'cover' then 'photo/circle/' else 'circle/' end || f.file_id || '.' || f.extension
      from moment_files f where f.tenant_id = ${ctx.tenant.id} and f.account_id = ${ctx.actor} and f.state = 'shown'
      union
      select 'video/' || v.file from videos v where v.tenant_id = ${ctx.tenant.id} and v.account_id = ${ctx.actor}
      union
      select 'user_photo/' || u.file_id || '/' || s.name from photos p
      join photo_uploads u on u.tenant_id = p.tenant_id and u.id = p.upload_id
      cross join lateral (values ('1600.jpg'), ('animated.gif')) as s(name)
      where p.tenant_id = ${ctx.tenant.id} and p.account_id = ${ctx.actor} and not u.is_restricted
      union
      select 'photo/user/' || a.avatar_name || '/300.jpg' from accounts a
      where a.tenant_id = ${ctx.tenant.id} and a.id = ${ctx.actor} and a.avatar_name is not null
    ) k where key > ${after} order by key limit ${limit}
  `.execute(ctx.db);
  return rows.map(({ key }) => key);
}

/** Which messages of a conversation are pinned. */
export async function selectPinnedSeqs(
  ctx: MemberCtx,
  of: { readonly id: ConversationId },
): Promise<Set<number>> {
  const rows = await ctx.db
    .selectFrom('entries')
    .select('seq')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('pin_seq', 'is not', null)
    .execute();
  return new Set(rows.map(({ seq }) => seq));
}

/** The number of files of the caller's copy, nearly: lists, conversations and stored files. */
export async function countOwnData(ctx: MemberCtx): Promise<number> {
  const { rows } = await sql<{ amount: number }>`
    select (
      (select count(*) from members where tenant_id = ${ctx.tenant.id} and account_id = ${ctx.actor} and left_at is null)
      + (select count(*) from files where tenant_id = ${ctx.tenant.id} and account_id = ${ctx.actor})
      + (select count(*) from moment_files where tenant_id = ${ctx.tenant.id} and account_id = ${ctx.actor})
      + (select count(*) from videos where tenant_id = ${ctx.tenant.id} and account_id = ${ctx.actor})
    )::int as amount
  `.execute(ctx.db);
  return Object.keys(ownLists).length + 3 + (rows[0]?.amount ?? 0);
}
