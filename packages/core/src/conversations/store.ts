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
import { isFromStranger, isHidden, withheldAfter } from './conditions-store.js';
import type { ConversationHead, ConversationKind, Entry } from './event-types.js';
import { isShown, shownColumns, toEntry, type EntryRow } from './entry-rows-store.js';
import type { Membership, Opening } from './types.js';

/** A row of the conversation list. */
export interface ConversationRow extends Membership {
  /** The newest entry visible to this member. */
  readonly last: Entry | undefined;
  readonly lastSentAt: number;
  readonly unread: number;
}

/** The columns of a conversation's head. */
export interface HeadRow {
  readonly id: ConversationId;
  /** A UUID. */
  readonly listId: string;
  readonly kind: ConversationKind;
  readonly lowId: AccountId | null;
  readonly highId: AccountId | null;
  readonly membersVersion: number;
}

/** The columns of `HeadRow`, of rows `c` of conversations. */
export const headColumns = sql`c.id, c.list_id as "listId", c.kind, c.low_id as "lowId", c.high_id as "highId",
  c.members_version as "membersVersion"`;

/** The columns of `HeadRow`, for the query builder. */
export const headSelection = [
  'id',
  'list_id as listId',
  'kind',
  'low_id as lowId',
  'high_id as highId',
  'members_version as membersVersion',
] as const;

type OpeningRow = Omit<Opening, 'openerId' | 'isUnlocked'> & {
  readonly openerId: AccountId | null;
  readonly unlockedAt: number | null;
};

type MembershipRow = HeadRow &
  OpeningRow &
  Omit<Membership, 'conversation' | 'counterpartId' | 'opening'> & {
    readonly counterpartId: AccountId | null;
  };

/** The columns of a membership; pass `hidden` if it is known. */
function membershipColumns(ctx: MemberCtx, hidden: RawBuilder<boolean> = isHidden(ctx)): RawBuilder<unknown> {
  return sql`${headColumns}, c.name, c.created_at as "createdAt", c.last_seq as "lastSeq", c.message_count as "messageCount",
    c.member_count as "memberCount", c.is_muted_all as "isMutedAll", c.allows_anonymous as "allowsAnonymous",
    c.forbids_befriending as "forbidsBefriending", m.nickname, m.alias, m.role, m.id as "memberRowId",
    m.read_seq as "readSeq", m.read_count as "readCount", m.cleared_seq as "clearedSeq", m.muted_until as "mutedUntil",
    m.pinned_at as "pinnedAt", m.is_silent as "isSilent", m.is_marked_unread as "isMarkedUnread",
    ${hidden} as "isHidden", ${withheldAfter(ctx)} as "withheldAfter",
    c.opener_id as "openerId", c.wave, c.is_random as "isRandom", c.opened_at as "openedAt", c.opened_seq as "openedSeq",
    c.answered_at as "answeredAt", m.unlocked_at as "unlockedAt",
    (c.kind = 'single' and (
      select a.is_shadow_limited from accounts a where a.tenant_id = ${ctx.tenant.id} and a.id = ${ctx.actor}
    )) as "isShadowed",
    case when c.kind = 'support' then (
      select o.account_id from members o
      where o.tenant_id = c.tenant_id and o.conversation_id = c.id and o.account_id <> m.account_id and o.left_at is null limit 1
    ) end as "counterpartId"`;
}

/** The head of a conversation, as events contain it. */
export function toHead(
  ctx: Ctx,
  { id, listId, kind, lowId, highId, membersVersion }: HeadRow,
): ConversationHead {
  const pair = lowId !== null && highId !== null ? ([lowId, highId] as const) : undefined;
  return { tenantId: ctx.tenant.id, id, listId: listIdText(listId), kind, pair, membersVersion };
}

/** A row with the head of its conversation instead of the columns of the head. */
export function withHead<Row extends HeadRow>(
  ctx: Ctx,
  { id, listId, kind, lowId, highId, membersVersion, ...row }: Row,
): Omit<Row, keyof HeadRow> & { readonly conversation: ConversationHead } {
  return { ...row, conversation: toHead(ctx, { id, listId, kind, lowId, highId, membersVersion }) };
}

function toMembership(ctx: Ctx, row: MembershipRow): Membership {
  const {
    openerId,
    wave,
    isRandom,
    openedAt,
    openedSeq,
    answeredAt,
    unlockedAt,
    counterpartId,
    ...membership
  } = withHead(ctx, row);
  const isUnlocked = unlockedAt !== null;
  return {
    ...membership,
    counterpartId: counterpartId ?? undefined,
    opening:
      openerId === null
        ? undefined
        : { openerId, wave, isRandom, openedAt, openedSeq, answeredAt, isUnlocked },
  };
}

/** The caller's memberships among the conversations with these list ids (UUIDs), by list id text. */
export async function selectMemberships(
  ctx: MemberCtx,
  uuids: readonly string[],
): Promise<Map<string, Membership>> {
  const { rows } = await sql<MembershipRow>`
    select ${membershipColumns(ctx)}
    from conversations c
    join members m on m.tenant_id = c.tenant_id and m.conversation_id = c.id
    where c.tenant_id = ${ctx.tenant.id} and c.list_id = any(${[...uuids]}::uuid[])
      and m.account_id = ${ctx.actor} and m.left_at is null
  `.execute(ctx.db);
  return new Map(rows.map((row) => [listIdText(row.listId), toMembership(ctx, row)]));
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
  const { rows } = await sql<MembershipRow & ListRow>`
    select ${membershipColumns(ctx, sql`false`)}, c.last_sent_at as "lastSentAt",
      case when e.seq is not null then row_to_json(e) end as last,
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
    order by (m.pinned_at is not null) desc, coalesce(e."sentAt", c.last_sent_at) desc, c.last_sent_at desc, c.id desc
    limit 2000
  `.execute(ctx.db);
  return rows.map(({ lastSentAt, unread, last, ...row }) => {
    const membership = toMembership(ctx, row);
    return { ...membership, lastSentAt, unread, last: last ? toEntry(ctx, last, membership) : undefined };
  });
}

type ListRow = Pick<ConversationRow, 'lastSentAt' | 'unread'> & { readonly last: EntryRow | null };

/** All unread messages of the caller: the sum over the visible rows. Counts strangers' messages separately. */
export async function countUnread(ctx: MemberCtx): Promise<{ ofFriends: number; ofStrangers: number }> {
  const { rows } = await sql<{ ofStrangers: boolean; unread: number }>`
    select coalesce(${isFromStranger}, false) as "ofStrangers", sum(${unreadOf})::int as unread
    from members m join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
    where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${ctx.actor} and m.left_at is null
      and (c.message_count > m.read_count or m.is_marked_unread) and not ${isHidden(ctx)} and ${isInList}
    group by 1
  `.execute(ctx.db);
  const of = (strangers: boolean) => rows.find((row) => row.ofStrangers === strangers)?.unread ?? 0;
  return { ofFriends: of(false), ofStrangers: of(true) };
}

/** The number of unread messages, on rows `c` and `m`: those after the read position, without removed ones. */
const unreadOf = sql`greatest(c.message_count - m.read_count - (
  select count(*) from entries g
  where g.tenant_id = c.tenant_id and g.conversation_id = c.id and g.seq > m.read_seq
    and g.gone is not null and g.kind = 'message'
), case when m.is_marked_unread then 1 else 0 end)`;

/** Whether the conversation is in the member's list: not hidden, or with entries since then. On rows `c` and `m`. */
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
  const { rows } = await sql<MembershipRow>`
    select ${membershipColumns(ctx)}
    from conversations c join members m on m.tenant_id = c.tenant_id and m.conversation_id = c.id
    where c.tenant_id = ${ctx.tenant.id} and c.id = ${id} and m.account_id = ${ctx.actor} and m.left_at is null
  `.execute(ctx.db);
  return rows[0] && toMembership(ctx, rows[0]);
}

/** Whether the tenant has a conversation with this id, with any members. */
export async function isConversation(ctx: Ctx, id: ConversationId): Promise<boolean> {
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
export async function ensureSingle(tx: MemberTx, otherId: AccountId): Promise<ConversationHead> {
  const [low, high] = tx.actor < otherId ? [tx.actor, otherId] : [otherId, tx.actor];
  const found = await findSingleHead(tx, otherId);
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
  const made = await findSingleHead(tx, otherId);
  if (!made) throw new Error(`The conversation of ${low} and ${high} could not be created.`);
  return made;
}

/** The single conversation between the caller and an account, or undefined. */
export async function findSingleHead(
  ctx: MemberCtx,
  otherId: AccountId,
): Promise<ConversationHead | undefined> {
  const row = await ctx.db
    .selectFrom('conversations')
    .select(headSelection)
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
