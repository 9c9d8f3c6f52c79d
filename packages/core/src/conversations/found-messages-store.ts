import { sql, type RawBuilder } from 'kysely';
import { bounds, type ConversationId, type MemberCtx } from '../kernel/index.js';
import { isHidden } from './conditions-store.js';
import { entryColumns, toEntry, type EntryRow } from './entry-rows-store.js';
import type { Entry } from './event-types.js';
import { isInList, type ConversationRow } from './list-store.js';
import { hasPositions, isFound, searchedConversations } from './search-store.js';

/** The place of a message among those of all conversations: by time, later ones first. */
export interface FoundPlace {
  readonly sentAt: number;
  readonly id: ConversationId;
  readonly seq: number;
}

/** A message that a search has found. */
export interface FoundMessage extends FoundPlace {
  readonly entry: Entry;
}

/** What a search of messages looks for. */
export interface MessageSearch {
  readonly folded: string;
  /** See `soughtPositions`. */
  readonly positions: readonly number[] | undefined;
  /** Only in this conversation; otherwise in all that the caller's list shows. */
  readonly within: ConversationId | undefined;
  /** Only what comes after this place. */
  readonly after: FoundPlace | undefined;
  readonly limit: number;
}

/** The indexed messages of the caller that contain a folded text, the latest first. */
export async function selectFoundMessages(ctx: MemberCtx, search: MessageSearch): Promise<FoundMessage[]> {
  const { after, limit } = search;
  const { rows } = await sql<EntryRow & { id: ConversationId }>`
    with mine as materialized (
      select own.*, ${after ? lastBefore(ctx, after) : sql`own.last_seq`} as top
      from (${searchedConversations(ctx, shownIn(ctx, search.within))}) own
      where own.amount > 0
    )
    select mine.id, ${entryColumns} from ${search.positions ? byFilter(ctx, search, search.positions) : byComparison(ctx, search)} hit
    cross join lateral (
      select * from entries e where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = mine.id and e.seq = hit.seq offset 0
    ) e
    where e.kind = 'message' and e.gone is null
    order by e.sent_at desc, mine.id desc, e.seq desc limit ${limit}
  `.execute(ctx.db);
  return rows.map(({ id, ...row }) => ({
    id,
    seq: row.seq,
    sentAt: row.sentAt,
    entry: foundEntry(ctx, row),
  }));
}

/** A message that a search may find; none of these is withheld. */
function foundEntry(ctx: MemberCtx, row: EntryRow): Entry {
  return toEntry(ctx, row, { conversation: { listId: '' }, withheldAfter: null });
}

/** The rows `mine` with the seqs `hit` of their latest matches, by the filters of blocks. */
function byFilter(
  ctx: MemberCtx,
  { folded, limit }: MessageSearch,
  positions: readonly number[],
): RawBuilder<unknown> {
  const blockEntries = sql`${bounds.search.blockEntries}::int`;
  // Read by key from the newest one on; the order ends each part at its limit.
  const messages = (condition: RawBuilder<unknown>) => sql`(
    select s.seq from entry_search s
    where s.tenant_id = ${ctx.tenant.id} and s.conversation_id = mine.id and s.seq > mine.cleared_seq and s.seq <= mine.top
      and ${condition} and ${isFound(sql`mine`)} and strpos(s.folded collate "C", ${folded}) > 0
    order by s.seq desc limit ${limit}
  )`;
  const blocks = sql`(
    select b.block, b.last_seq from search_blocks b
    where b.tenant_id = ${ctx.tenant.id} and b.conversation_id = mine.id and b.last_seq > mine.cleared_seq
      and b.block * ${blockEntries} < mine.top and ${hasPositions(positions)}
    order by b.block desc offset 0
  )`;
  return sql`mine cross join lateral (
    ${messages(sql`s.seq > coalesce((
      select b.last_seq from search_blocks b
      where b.tenant_id = ${ctx.tenant.id} and b.conversation_id = mine.id order by b.block desc limit 1
    ), 0)`)}
    union
    select s.seq from search_edits x cross join lateral ${messages(sql`s.seq = x.seq`)} s
    where x.tenant_id = ${ctx.tenant.id} and x.conversation_id = mine.id
    union
    (
      select s.seq from ${blocks} b
      cross join lateral ${messages(sql`s.seq > b.block * ${blockEntries} and s.seq <= b.last_seq`)} s
      order by b.block desc, s.seq desc limit ${limit}
    )
    order by seq desc limit ${limit}
  )`;
}

/** The same without filters, among the newest messages: see `selectConversationsByComparison`. */
function byComparison(ctx: MemberCtx, { folded, limit, within }: MessageSearch): RawBuilder<unknown> {
  const { comparedMessages, comparedOfConversation } = bounds.search;
  const share =
    within === undefined
      ? sql`least(amount, case when total > ${comparedMessages} then ${comparedOfConversation}::int else amount end)`
      : sql`least(amount, ${comparedMessages}::int)`;
  return sql`(
    select shared.*, sum(share) over (order by last_sent_at desc, id) - share as before
    from (select mine.*, ${share} as share from mine) shared
  ) mine cross join lateral (
    select s.seq from (
      select s.seq, s.folded from entry_search s
      where s.tenant_id = ${ctx.tenant.id} and s.conversation_id = mine.id and s.seq > mine.cleared_seq
        and s.seq <= mine.top and ${isFound(sql`mine`)} and mine.before < ${comparedMessages}
      order by s.seq desc limit mine.share
    ) s
    where strpos(s.folded collate "C", ${folded}) > 0
    order by s.seq desc limit ${limit}
  )`;
}

/** Which of the caller's conversations are searched, on rows `c` and `m`. */
function shownIn(ctx: MemberCtx, within: ConversationId | undefined): RawBuilder<unknown> {
  if (within !== undefined) return sql`c.id = ${within}`;
  return sql`not ${isHidden(ctx, 'many')} and ${isInList}`;
}

/** The last seq of a conversation `own` that comes after a place: equal times are ordered by conversation. */
function lastBefore(ctx: MemberCtx, { sentAt, id, seq }: FoundPlace): RawBuilder<number> {
  const until = (time: RawBuilder<unknown>) =>
    sql`last_seq_before(${ctx.tenant.id}, own.id, own.last_seq, ${time})`;
  return sql<number>`case
    when own.id = ${id} then ${seq}::int - 1
    when own.id < ${id} then ${until(sql`${sentAt}::bigint + 1`)}
    else ${until(sql`${sentAt}::bigint`)} end`;
}

/** Whether one place comes after another. */
export function isAfter(place: FoundPlace, other: FoundPlace): boolean {
  return inOrder(other, place) < 0;
}

/** The latest first. */
export function inOrder(a: FoundPlace, b: FoundPlace): number {
  return b.sentAt - a.sentAt || b.id - a.id || b.seq - a.seq;
}

/** The conversations of found messages, in which the caller may see them. */
export type FoundIn = Pick<ConversationRow, 'conversation' | 'name' | 'peer'>;
