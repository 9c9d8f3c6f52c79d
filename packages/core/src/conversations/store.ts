import { sql, type RawBuilder } from 'kysely';
import {
  listIdText,
  type AccountId,
  type ConversationId,
  type Ctx,
  type MemberTx,
  type Tx,
  type MemberCtx,
} from '../kernel/index.js';
import type { ConversationHead, ConversationKind, Entry } from './event-types.js';
import { mayMeet } from '../contacts/index.js';
import { vipCondition } from '../billing/index.js';
import { isShown, shownColumns, toEntry, type RawEntry } from './entries-store.js';
import type { Membership, Opening } from './types.js';

/** A row of the conversation list. */
export interface ConversationRow extends Membership {
  /** The newest entry visible to this member. */
  readonly last: Entry | undefined;
  readonly lastSentAt: number;
  readonly unread: number;
}

interface RawMembership {
  id: ConversationId;
  list_id: string;
  kind: ConversationKind;
  low_id: AccountId | null;
  high_id: AccountId | null;
  members_version: number;
  counterpart_id: AccountId | null;
  is_hidden: boolean;
  is_shadowed: boolean;
  opener_id: AccountId | null;
  wave: 0 | 1 | 2;
  is_random: boolean;
  opened_at: number;
  opened_seq: number;
  answered_at: number | null;
  unlocked_at: number | null;
  withheld_after: number | null;
  name: string;
  created_at: number;
  last_seq: number;
  message_count: number;
  last_sent_at: number;
  role: 'member' | 'admin' | 'owner';
  member_row_id: number;
  read_seq: number;
  read_count: number;
  cleared_seq: number;
  muted_until: number | null;
  pinned_at: number | null;
  is_silent: boolean;
  is_marked_unread: boolean;
  member_count: number;
  is_muted_all: boolean;
  allows_anonymous: boolean;
  forbids_befriending: boolean;
  nickname: string;
  alias: string | null;
}

/**
 * True for a single conversation whose participants may not meet; always false for others. An SQL condition on rows
 * `c` of conversations.
 */
export function isHidden(ctx: MemberCtx): RawBuilder<boolean> {
  const other = sql`case when c.low_id = ${ctx.actor} then c.high_id else c.low_id end`;
  return sql<boolean>`(c.kind = 'single' and not ${mayMeet(ctx, other)})`;
}

/**
 * Whether a stranger wrote to the member, who has neither answered nor used a key. An SQL condition on rows `c` and
 * `m`.
 */
export const isFromStranger = sql<boolean>`
  (c.opener_id <> m.account_id and c.answered_at is null and m.unlocked_at is null)`;

/** The entry after which messages are withheld from the member, or null. An SQL expression on the same rows. */
export function withheldAfter(ctx: Ctx): RawBuilder<number | null> {
  const isVip = sql.raw(vipCondition('m.tenant_id', 'm.account_id', String(ctx.now())));
  return sql<number | null>`
    case when ${isFromStranger} and c.wave <> 2 and not ${isVip}
    then c.opened_seq end`;
}

/** The columns of a membership; pass `hidden` if it is known. */
function membershipColumns(ctx: MemberCtx, hidden: RawBuilder<boolean> = isHidden(ctx)): RawBuilder<unknown> {
  return sql`
    c.id, c.list_id, c.kind, c.low_id, c.high_id, c.members_version, c.name, c.created_at, c.last_seq, c.message_count, c.last_sent_at,
    c.member_count, c.is_muted_all, c.allows_anonymous, c.forbids_befriending, m.nickname, m.alias,
    m.role, m.id as member_row_id, m.read_seq, m.read_count, m.cleared_seq, m.muted_until, m.pinned_at, m.is_silent,
    m.is_marked_unread, ${hidden} as is_hidden, ${withheldAfter(ctx)} as withheld_after,
    c.opener_id, c.wave, c.is_random, c.opened_at, c.opened_seq, c.answered_at, m.unlocked_at,
    (c.kind = 'single' and (
      select a.is_shadow_limited from accounts a where a.tenant_id = ${ctx.tenant.id} and a.id = ${ctx.actor}
    )) as is_shadowed,
    case when c.kind = 'support' then (
      select o.account_id from members o
      where o.tenant_id = c.tenant_id and o.conversation_id = c.id and o.account_id <> m.account_id and o.left_at is null limit 1
    ) end as counterpart_id`;
}

/** The head of a conversation, as events contain it. */
export function toHead(
  ctx: Ctx,
  row: Pick<RawMembership, 'id' | 'list_id' | 'kind' | 'low_id' | 'high_id' | 'members_version'>,
): ConversationHead {
  return {
    tenantId: ctx.tenant.id,
    id: row.id,
    listId: listIdText(row.list_id),
    kind: row.kind,
    pair: row.low_id !== null && row.high_id !== null ? [row.low_id, row.high_id] : undefined,
    membersVersion: row.members_version,
  };
}

function toMembership(ctx: Ctx, row: RawMembership): Membership {
  return {
    conversation: toHead(ctx, row),
    counterpartId: row.counterpart_id ?? undefined,
    isHidden: row.is_hidden,
    isShadowed: row.is_shadowed,
    opening: toOpening(row),
    withheldAfter: row.withheld_after,
    name: row.name,
    createdAt: row.created_at,
    lastSeq: row.last_seq,
    messageCount: row.message_count,
    role: row.role,
    memberRowId: row.member_row_id,
    readSeq: row.read_seq,
    readCount: row.read_count,
    clearedSeq: row.cleared_seq,
    mutedUntil: row.muted_until,
    pinnedAt: row.pinned_at,
    isSilent: row.is_silent,
    isMarkedUnread: row.is_marked_unread,
    memberCount: row.member_count,
    isMutedAll: row.is_muted_all,
    allowsAnonymous: row.allows_anonymous,
    forbidsBefriending: row.forbids_befriending,
    nickname: row.nickname,
    alias: row.alias,
  };
}

function toOpening(row: RawMembership): Opening | undefined {
  if (row.opener_id === null) return undefined;
  return {
    openerId: row.opener_id,
    wave: row.wave,
    isRandom: row.is_random,
    openedAt: row.opened_at,
    openedSeq: row.opened_seq,
    answeredAt: row.answered_at,
    isUnlocked: row.unlocked_at !== null,
  };
}

/** The caller's memberships among the conversations with these list ids (UUIDs), by list id text. */
export async function selectMemberships(
  ctx: MemberCtx,
  uuids: readonly string[],
): Promise<Map<string, Membership>> {
  const { rows } = await sql<RawMembership>`
    select ${membershipColumns(ctx)}
    from conversations c
    join members m on m.tenant_id = c.tenant_id and m.conversation_id = c.id
    where c.tenant_id = ${ctx.tenant.id} and c.list_id = any(${[...uuids]}::uuid[])
      and m.account_id = ${ctx.actor} and m.left_at is null
  `.execute(ctx.db);
  return new Map(rows.map((row) => [listIdText(row.list_id), toMembership(ctx, row)]));
}

/**
 * The caller's conversation list by the time of the newest visible entry, with that entry and the exact unread count:
 * messages after the read position, without removed ones.
 */
export async function selectConversationRows(
  ctx: MemberCtx,
  filter: { kind?: 'group' | undefined; having?: readonly string[] | undefined },
): Promise<ConversationRow[]> {
  const kind = filter.kind ? sql`and c.kind = ${filter.kind}` : sql``;
  const having: RawBuilder<unknown> = filter.having
    ? sql`and c.id = any(${[...filter.having]}::bigint[])`
    : sql``;
  const { rows } = await sql<
    RawMembership & { unread: number } & { [K in keyof RawEntry as `e_${K}`]: RawEntry[K] | null }
  >`
    select ${membershipColumns(ctx, sql`false`)},
      e.seq as e_seq, e.kind as e_kind, e.type as e_type, e.sender_id as e_sender_id, e.sent_at as e_sent_at,
      e.content as e_content, e.client_id as e_client_id, e.reply_to as e_reply_to, e.gone as e_gone, e.edited_at as e_edited_at,
      e.alias as e_alias,
      ${unreadOf}::int as unread
    from members m
    join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
    left join lateral (
      select ${shownColumns(ctx)} from entries e
      where e.tenant_id = c.tenant_id and e.conversation_id = c.id and e.seq > m.cleared_seq and ${isShown}
      order by e.seq desc limit 1
    ) e on true
    where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${ctx.actor} and m.left_at is null ${kind} ${having}
      and c.last_seq > 0 and not ${isHidden(ctx)} and (m.hidden_seq is null or e.seq > m.hidden_seq)
    order by (m.pinned_at is not null) desc, coalesce(e.sent_at, c.last_sent_at) desc, c.last_sent_at desc, c.id desc
    limit 2000
  `.execute(ctx.db);
  return rows.map((row) => ({
    ...toMembership(ctx, row),
    lastSentAt: row.last_sent_at,
    unread: row.unread,
    last:
      row.e_seq === null
        ? undefined
        : toEntry(
            ctx,
            {
              seq: row.e_seq,
              kind: row.e_kind ?? 'message',
              type: row.e_type ?? 0,
              sender_id: row.e_sender_id ?? 0,
              sent_at: row.e_sent_at ?? 0,
              content: row.e_content ?? '{}',
              client_id: row.e_client_id,
              reply_to: row.e_reply_to,
              gone: row.e_gone,
              edited_at: row.e_edited_at,
              alias: row.e_alias,
            },
            { conversation: toHead(ctx, row), withheldAfter: row.withheld_after },
          ),
  }));
}

/** All unread messages of the caller: the sum over the visible rows. Counts strangers' messages separately. */
export async function countUnread(ctx: MemberCtx): Promise<{ ofFriends: number; ofStrangers: number }> {
  const { rows } = await sql<{ is_from_stranger: boolean; unread: number }>`
    select coalesce(${isFromStranger}, false) as is_from_stranger, sum(${unreadOf})::int as unread
    from members m join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
    where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${ctx.actor} and m.left_at is null
      and (c.message_count > m.read_count or m.is_marked_unread) and not ${isHidden(ctx)} and ${isInList}
    group by 1
  `.execute(ctx.db);
  const of = (isFromStranger: boolean) =>
    rows.find((row) => row.is_from_stranger === isFromStranger)?.unread ?? 0;
  return { ofFriends: of(false), ofStrangers: of(true) };
}

/** Unread messages of a row: those after the read position, without removed ones. On the same rows. */
const unreadOf = sql`greatest(c.message_count - m.read_count - (
  select count(*) from entries g
  where g.tenant_id = c.tenant_id and g.conversation_id = c.id and g.seq > m.read_seq
    and g.gone is not null and g.kind = 'message'
), case when m.is_marked_unread then 1 else 0 end)`;

/** Whether the conversation is in the member's list: not hidden, or with entries since. On the same rows. */
export const isInList = sql`(m.hidden_seq is null or exists (
  select from entries e
  where e.tenant_id = c.tenant_id and e.conversation_id = c.id
    and e.seq > greatest(m.hidden_seq, m.cleared_seq) and ${isShown}
))`;

/** The caller's membership of the conversation with this internal id, or undefined. */
export async function selectMembershipById(
  ctx: MemberCtx,
  id: ConversationId,
): Promise<Membership | undefined> {
  const { rows } = await sql<RawMembership>`
    select ${membershipColumns(ctx)}
    from conversations c join members m on m.tenant_id = c.tenant_id and m.conversation_id = c.id
    where c.tenant_id = ${ctx.tenant.id} and c.id = ${id} and m.account_id = ${ctx.actor} and m.left_at is null
  `.execute(ctx.db);
  return rows[0] && toMembership(ctx, rows[0]);
}

/** Whether the tenant has a conversation with this id, with any members. */
export async function selectIsConversation(ctx: Ctx, id: ConversationId): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('conversations')
    .select('id')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes the conversation's row lock, which every writer to its stream holds. */
export async function lockConversation(
  tx: Tx,
  of: ConversationHead,
): Promise<{ lastSeq: number; messageCount: number }> {
  return await tx.db
    .selectFrom('conversations')
    .select(['last_seq as lastSeq', 'message_count as messageCount'])
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', of.id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

/** The single conversation of two people, created if it does not exist; parallel calls return the same one. */
export async function upsertSingle(tx: MemberTx, otherId: AccountId): Promise<ConversationHead> {
  const [low, high] = tx.actor < otherId ? [tx.actor, otherId] : [otherId, tx.actor];
  const found = await selectSingle(tx, otherId);
  if (found) return found;
  await sql`
    with made as (
      insert into conversations (tenant_id, list_id, kind, low_id, high_id, created_at)
      values (${tx.tenant.id}, ${tx.ids.uuid()}, 'single', ${low}, ${high}, ${tx.now()})
      on conflict (tenant_id, low_id, high_id) do nothing
      returning tenant_id, id
    )
    insert into members (tenant_id, conversation_id, account_id, created_at)
    select made.tenant_id, made.id, account_id, ${tx.now()} from made, unnest(array[${low}, ${high}]::int[]) as account_id
  `.execute(tx.db);
  const made = await selectSingle(tx, otherId);
  if (!made) throw new Error(`The conversation of ${low} and ${high} could not be created.`);
  return made;
}

/** The single conversation between the caller and an account, or undefined. */
export async function selectSingle(
  ctx: MemberCtx,
  otherId: AccountId,
): Promise<ConversationHead | undefined> {
  const row = await ctx.db
    .selectFrom('conversations')
    .select(['id', 'list_id', 'kind', 'low_id', 'high_id', 'members_version'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('low_id', '=', Math.min(ctx.actor, otherId) as AccountId)
    .where('high_id', '=', Math.max(ctx.actor, otherId) as AccountId)
    .executeTakeFirst();
  return row && toHead(ctx, row);
}

/**
 * Increments the version of the members, so that messages being checked are checked again: write permissions have
 * changed.
 */
export async function bumpMembersVersion(tx: Tx, of: ConversationHead): Promise<void> {
  await tx.db
    .updateTable('conversations')
    .set((column) => ({ members_version: column('members_version', '+', 1) }))
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', of.id)
    .execute();
}

/** The current members of a conversation, or those who may read an entry, with the version of the membership. */
export async function selectMemberIds(
  db: Ctx['db'],
  of: Pick<ConversationHead, 'tenantId' | 'id'>,
  seq: number = Number.MAX_SAFE_INTEGER,
): Promise<{ version: number; ids: AccountId[] }> {
  const { rows } = await sql<{ version: number; ids: AccountId[] }>`
    select c.members_version as version, coalesce(array_agg(m.account_id) filter (where m.left_at is null and m.cleared_seq < ${seq}::bigint), '{}') as ids
    from conversations c left join members m on m.tenant_id = c.tenant_id and m.conversation_id = c.id
    where c.tenant_id = ${of.tenantId} and c.id = ${of.id}
    group by c.members_version
  `.execute(db);
  return rows[0] ?? { version: 0, ids: [] };
}
