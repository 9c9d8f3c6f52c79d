import { sql, type RawBuilder } from 'kysely';
import { mayMeetRow, type NamedPerson } from '../contacts/index.js';
import type { AccountId, MemberCtx } from '../kernel/index.js';
import { isFromStranger, isHidden, otherId, withheldAfter } from './conditions-store.js';
import { isShown, shownContent, toEntry, type EntryRow } from './entry-rows-store.js';
import type { Entry } from './event-types.js';
import { counterpartId, readCount, readSeq, toHead, type HeadRow } from './store.js';
import type { Membership, Opening } from './types.js';

/** A row of the conversation list. */
export interface ConversationRow extends ListedMembership {
  /** The newest entry visible to this member. */
  readonly last: Entry | undefined;
  readonly lastSentAt: number;
  readonly unread: number;
  /** The other participant of a single conversation. */
  readonly peer: NamedPerson | undefined;
}

/** The part of a membership that lists show; with thousands of rows, each further column takes time. */
export type ListedMembership = Pick<
  Membership,
  | 'conversation'
  | 'counterpartId'
  | 'opening'
  | 'withheldAfter'
  | 'name'
  | 'createdAt'
  | 'memberRowId'
  | 'pinnedAt'
  | 'isSilent'
>;

/** A row as `listColumns` select it. */
export type ListRow = Omit<HeadRow, 'lowId' | 'highId'> &
  Omit<ListedMembership, 'conversation' | 'counterpartId' | 'opening' | 'name'> &
  Pick<ConversationRow, 'lastSentAt' | 'unread'> &
  Omit<EntryRow, 'seq' | 'kind' | 'type'> & {
    readonly counterpartId: AccountId | null;
    readonly opening: Opening | null;
    /** Null for none. */
    readonly name: string | null;
    /** Null without a visible entry, as are the other columns of the entry. */
    readonly entrySeq: number | null;
    readonly entryKind: EntryRow['kind'];
    readonly entryType: number;
    /** Null without another participant, as are the other columns of that account. */
    readonly peerId: AccountId | null;
    readonly peerNickname: string;
    readonly peerSex: NamedPerson['sex'];
    readonly peerAvatarName: string | null;
    readonly peerRemark: string | null;
  };

/** The conversations in a list: those with these internal ids, or all groups. */
interface RowFilter {
  /** Also groups that the caller has removed from the list. */
  readonly kind?: 'group' | undefined;
  readonly having?: readonly string[] | undefined;
}

/**
 * The caller's conversation list by the time of the newest visible entry, with that entry and the exact unread count:
 * messages after the read position, without removed ones.
 */
export async function selectConversationRows(ctx: MemberCtx, filter: RowFilter): Promise<ConversationRow[]> {
  const isWanted = filter.kind ? sql`c.kind = ${filter.kind}` : isNotRemoved;
  const { rows } = await sql<ListRow>`
    select ${listColumns(ctx)}
    from ${listedConversations(ctx, filter.having && sql`unnest(${[...filter.having]}::bigint[])`)} and ${isWanted}
    order by (m.pinned_at is not null) desc, coalesce(e.sent_at, c.last_sent_at) desc, c.last_sent_at desc, c.id desc
    limit 2000
  `.execute(ctx.db);
  return rows.map((row) => toConversationRow(ctx, row));
}

/** The columns of `ListRow`, of `listedConversations`. */
export function listColumns(ctx: MemberCtx): RawBuilder<unknown> {
  return sql`c.id, c.list_id as "listId", c.kind, c.members_version as "membersVersion", nullif(c.name, '') as name,
    c.created_at as "createdAt", c.last_sent_at as "lastSentAt", ${opening} as opening,
    m.id as "memberRowId", m.pinned_at as "pinnedAt", m.is_silent as "isSilent", ${unreadOf} as unread,
    ${withheldAfter(ctx)} as "withheldAfter", ${counterpartId} as "counterpartId",
    e.seq as "entrySeq", e.kind as "entryKind", e.type as "entryType", e.sender_id as "senderId", e.sent_at as "sentAt",
    e.client_id as "clientId", e.reply_to as "replyTo", e.gone, e.edited_at as "editedAt", e.alias,
    ${shownContent(ctx)} as content, p.id as "peerId", p.nickname as "peerNickname", p.sex as "peerSex",
    p.avatar_name as "peerAvatarName", (
      select f.remark from friends f
      where f.tenant_id = ${ctx.tenant.id} and f.account_id = ${ctx.actor} and f.friend_id = p.id and f.remark <> ''
    ) as "peerRemark"`;
}

/**
 * The conversations `c` in the caller's list with the memberships `m`, the other participant `p` and the newest visible
 * entry `e`: all, or those with the ids of this table; also those that the caller has removed. Ends in a condition.
 */
export function listedConversations(ctx: MemberCtx, ids?: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${ownConversations(ctx, ids)}
    left join lateral (
      select * from accounts p where p.tenant_id = ${ctx.tenant.id} and p.id = ${otherId(ctx)} offset 0
    ) p on true
    left join lateral ${newestShown(ctx)} e on true
    where c.last_seq > 0 and (c.kind <> 'single' or ${mayMeetRow(ctx, 'p')})`;
}

/** Whether a conversation is in the list, on rows of `listedConversations`: not removed, or with a newer entry. */
export const isNotRemoved = sql<boolean>`(m.hidden_seq is null or e.seq > m.hidden_seq)`;

/**
 * The newest entry that the member sees, on rows `c` and `m`. Usually it is the last one of the stream, which is found
 * faster by its number than by the end of a range; `limit` leaves out the range then.
 */
function newestShown(ctx: MemberCtx): RawBuilder<unknown> {
  const isSeen = sql`e.tenant_id = ${ctx.tenant.id} and e.conversation_id = c.id and e.seq > m.cleared_seq and ${isShown}`;
  return sql`(
    (select * from entries e where ${isSeen} and e.seq = c.last_seq)
    union all (select * from entries e where ${isSeen} order by e.seq desc limit 1)
    limit 1
  )`;
}

/**
 * The caller's memberships `m` with their conversations `c`, or those with the ids of this table. The lateral selects are looked up
 * by key for each membership; otherwise the planner, without statistics, may read all memberships for each id.
 */
export function ownConversations(ctx: MemberCtx, ids?: RawBuilder<unknown>): RawBuilder<unknown> {
  const own = sql`m.tenant_id = ${ctx.tenant.id} and m.account_id = ${ctx.actor} and m.left_at is null`;
  const memberships = ids
    ? sql`${ids} as picked (id)
        cross join lateral (select * from members m where ${own} and m.conversation_id = picked.id offset 0) m`
    : sql`(select * from members m where ${own} offset 0) m`;
  return sql`${memberships}
    cross join lateral (
      select * from conversations c where c.tenant_id = ${ctx.tenant.id} and c.id = m.conversation_id offset 0
    ) c`;
}

/** The first contact between two accounts that are not friends, as `Opening`; null for most conversations. */
const opening = sql<Opening | null>`case when c.opener_id is not null then json_build_object(
  'openerId', c.opener_id, 'wave', c.wave, 'isRandom', c.is_random, 'openedAt', c.opened_at, 'openedSeq', c.opened_seq,
  'answeredAt', c.answered_at, 'isUnlocked', m.unlocked_at is not null
) end`;

/** Names each member: copying the rest of a row takes much longer, and a list has thousands of rows. */
export function toConversationRow(ctx: MemberCtx, row: ListRow): ConversationRow {
  const { peerId, withheldAfter: withheld } = row;
  const conversation = toHead(ctx, {
    id: row.id,
    listId: row.listId,
    kind: row.kind,
    // Of a single conversation, the caller is the one of the two, and the peer the other one.
    lowId: peerId === null ? null : ctx.actor < peerId ? ctx.actor : peerId,
    highId: peerId === null ? null : ctx.actor < peerId ? peerId : ctx.actor,
    membersVersion: row.membersVersion,
  });
  return {
    conversation,
    counterpartId: row.counterpartId ?? undefined,
    opening: row.opening ?? undefined,
    withheldAfter: withheld,
    name: row.name ?? '',
    createdAt: row.createdAt,
    memberRowId: row.memberRowId,
    pinnedAt: row.pinnedAt,
    isSilent: row.isSilent,
    lastSentAt: row.lastSentAt,
    unread: row.unread,
    peer:
      peerId === null
        ? undefined
        : {
            id: peerId,
            nickname: row.peerNickname,
            sex: row.peerSex,
            avatarName: row.peerAvatarName,
            remark: row.peerRemark ?? '',
          },
    last:
      row.entrySeq === null
        ? undefined
        : toEntry(
            ctx,
            {
              seq: row.entrySeq,
              kind: row.entryKind,
              type: row.entryType,
              senderId: row.senderId,
              sentAt: row.sentAt,
              clientId: row.clientId,
              replyTo: row.replyTo,
              gone: row.gone,
              editedAt: row.editedAt,
              alias: row.alias,
              content: row.content,
            },
            { conversation, withheldAfter: withheld },
          ),
  };
}

/** All unread messages of the caller: the sum over the visible rows. Counts strangers' messages separately. */
export async function countUnread(ctx: MemberCtx): Promise<{ ofFriends: number; ofStrangers: number }> {
  const { rows } = await sql<{ ofFriends: number; ofStrangers: number }>`
    select coalesce(sum(unread) filter (where not "isFromStranger"), 0)::int as "ofFriends",
      coalesce(sum(unread) filter (where "isFromStranger"), 0)::int as "ofStrangers"
    from ${ofEachConversation(ctx, sql`coalesce(${isFromStranger}, false) as "isFromStranger", ${shownUnread(ctx)} as unread`)}
  `.execute(ctx.db);
  return rows[0] ?? { ofFriends: 0, ofStrangers: 0 };
}

/** The number of unread messages of a conversation in the list; null without one. On rows `c` and `m`. */
export function shownUnread(ctx: MemberCtx): RawBuilder<number | null> {
  return sql<number | null>`case when (c.message_count > ${readCount} or m.is_marked_unread)
    and not ${isHidden(ctx, 'many')} and ${isInList} then ${unreadOf} end`;
}

/**
 * A table with these columns of each conversation of the caller: expressions on the memberships `m` and the conversations
 * `c`. Those are read in one pass over their index, which takes half the time of a look-up for each. A full join never
 * compares every row with every other one, whatever numbers the planner expects; a condition would turn it into a join
 * that may, so there is none.
 */
export function ofEachConversation(
  { tenant, actor }: MemberCtx,
  columns: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`(
    with own as materialized (
      select * from members m where m.tenant_id = ${tenant.id} and m.account_id = ${actor} and m.left_at is null
    )
    select ${columns} from own m full join (
      select * from conversations c
      where c.tenant_id = ${tenant.id} and c.id = any(array(select conversation_id from own)) offset 0
    ) c on c.id = m.conversation_id
  ) of_each`;
}

/** The number of unread messages, on rows `c` and `m`: those after the read position, without removed ones. */
export const unreadOf = sql<number>`greatest(c.message_count - ${readCount} - case when c.gone_seq > ${readSeq} then (
  select count(*) from entries g
  where g.tenant_id = c.tenant_id and g.conversation_id = c.id and g.seq > ${readSeq}
    and g.gone is not null and g.kind = 'message'
) else 0 end, m.is_marked_unread::int)::int`;

/** Whether the conversation is in the member's list: not hidden, or with entries since then. On rows `c` and `m`. */
export const isInList = sql`(m.hidden_seq is null or exists (
  select from entries e
  where e.tenant_id = c.tenant_id and e.conversation_id = c.id
    and e.seq > greatest(m.hidden_seq, m.cleared_seq) and ${isShown}
))`;
