import { sql, type RawBuilder } from 'kysely';
import {
  listIdText,
  literalLimit,
  type AccountId,
  type ConversationId,
  type Ctx,
  type MemberTx,
  type TenantId,
  type Tx,
  type MemberCtx,
} from '../kernel/index.js';
import { isHidden, withheldAfter } from './conditions-store.js';
import type { ConversationHead, ConversationKind } from './event-types.js';
import type { Membership, Opening } from './types.js';

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

/**
 * A member's read position, of rows `c` and `m`: the member's own, or that of the member's last message in a single
 * conversation, which does not write the member's row.
 */
export const readSeq = sql<number>`greatest(m.read_seq, case m.account_id when c.low_id then c.low_sent_seq when c.high_id then c.high_sent_seq end)`;

/** The number of messages up to `readSeq`. */
export const readCount = sql<number>`greatest(m.read_count, case m.account_id when c.low_id then c.low_sent_count when c.high_id then c.high_sent_count end)`;

/** The columns of a membership. */
function membershipColumns(ctx: MemberCtx): RawBuilder<unknown> {
  return sql`${headColumns}, c.name, c.created_at as "createdAt", c.last_seq as "lastSeq", c.message_count as "messageCount",
    c.member_count as "memberCount", c.is_muted_all as "isMutedAll", c.allows_anonymous as "allowsAnonymous",
    c.forbids_befriending as "forbidsBefriending", m.nickname, m.alias, m.role, m.id as "memberRowId",
    ${readSeq} as "readSeq", ${readCount} as "readCount", m.cleared_seq as "clearedSeq", m.muted_until as "mutedUntil",
    m.pinned_at as "pinnedAt", m.is_silent as "isSilent", m.is_marked_unread as "isMarkedUnread",
    ${isHidden(ctx)} as "isHidden", ${withheldAfter(ctx)} as "withheldAfter",
    c.opener_id as "openerId", c.wave, c.is_random as "isRandom", c.opened_at as "openedAt", c.opened_seq as "openedSeq",
    c.answered_at as "answeredAt", m.unlocked_at as "unlockedAt",
    (c.kind = 'single' and (
      select a.is_shadow_limited from accounts a where a.tenant_id = ${ctx.tenant.id} and a.id = ${ctx.actor}
    )) as "isShadowed",
    ${counterpartId} as "counterpartId"`;
}

/** The current counterpart in a support conversation, on rows `c` and `m`. */
export const counterpartId = sql<AccountId | null>`case when c.kind = 'support' then (
  select o.account_id from members o
  where o.tenant_id = c.tenant_id and o.conversation_id = c.id and o.account_id <> m.account_id and o.left_at is null limit 1
) end`;

/** The head of a conversation, as events contain it. */
export function toHead(
  { tenant }: { readonly tenant: Pick<Ctx['tenant'], 'id'> },
  { id, listId, kind, lowId, highId, membersVersion }: HeadRow,
): ConversationHead {
  const pair = lowId !== null && highId !== null ? ([lowId, highId] as const) : undefined;
  return { tenantId: tenant.id, id, listId: listIdText(listId), kind, pair, membersVersion };
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

/**
 * The caller's memberships among the conversations with these list ids (UUIDs), by list id text. Each is looked up by
 * key: a join may read all memberships of the caller.
 */
export async function selectMemberships(
  ctx: MemberCtx,
  uuids: readonly string[],
): Promise<Map<string, Membership>> {
  const asked = [...new Set(uuids)];
  const { rows } = await sql<MembershipRow>`
    select ${membershipColumns(ctx)} from unnest(${asked}::uuid[]) as asked (list_id)
    cross join lateral (
      select * from conversations c where c.tenant_id = ${ctx.tenant.id} and c.list_id = asked.list_id offset 0
    ) c
    cross join lateral (
      select * from members m
      where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${ctx.actor} and m.conversation_id = c.id and m.left_at is null
      offset 0
    ) m
    limit ${sql.lit(literalLimit(asked.length))}
  `.execute(ctx.db);
  return new Map(rows.map((row) => [listIdText(row.listId), toMembership(ctx, row)]));
}

/** The internal ids of conversations by tenant and list id (UUIDs), in the given order; null for unknown ones. */
export async function selectConversationIds(
  db: Ctx['db'],
  asked: readonly { readonly tenantId: TenantId; readonly uuid: string }[],
): Promise<(ConversationId | null)[]> {
  const { rows } = await sql<{ id: ConversationId | null }>`
    select (
      select c.id from conversations c where c.tenant_id = asked.tenant_id and c.list_id = asked.list_id
    ) as id
    from unnest(
      ${asked.map(({ tenantId }) => tenantId)}::int[], ${asked.map(({ uuid }) => uuid)}::uuid[]
    ) with ordinality as asked(tenant_id, list_id, place)
    order by asked.place
  `.execute(db);
  return rows.map(({ id }) => id);
}

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

/** Identifies a conversation to send to. */
export type Target = Pick<ConversationHead, 'id' | 'listId'>;

/** Takes the conversation's row lock, which every writer to its stream holds. */
export async function lockConversation(
  tx: Tx,
  of: Pick<ConversationHead, 'id'>,
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
