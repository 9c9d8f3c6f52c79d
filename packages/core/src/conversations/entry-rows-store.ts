import { sql, type RawBuilder } from 'kysely';
import type { MemberCtx } from '../kernel/index.js';
import type { ConversationHead, Entry } from './event-types.js';
import { redactFor } from './rules.js';
import { isVisible, isVisibleInTenant } from '../contacts/index.js';
import { addressedTo, CARD_PERSON, CONTENT, HIDDEN_CARD } from './content.js';
import type { Membership } from './types.js';

/** An entry as `entryColumns` select it. */
export type EntryRow = Omit<Entry, 'isWithheld'>;

/** The columns of an entry without its content. */
export const placeColumns = sql`e.seq, e.kind, e.type, e.sender_id as "senderId", e.sent_at as "sentAt", e.client_id as "clientId",
  e.reply_to as "replyTo", e.gone, e.edited_at as "editedAt", e.alias`;

/** The columns of an entry. */
export const entryColumns = sql`${placeColumns}, e.content`;

/** The columns of an entry as the caller may see it. */
export function shownColumns(ctx: MemberCtx): RawBuilder<unknown> {
  return sql`${placeColumns}, ${shownContent(ctx)} as content`;
}

/** The content, without the person of a name card whom the caller may not see. */
export function shownContent({ tenant, actor }: MemberCtx): RawBuilder<string> {
  return contentFor({ tenantId: sql`${tenant.id}`, id: sql`${actor}` }, isVisible(tenant, 'cv', 'ca'));
}

/** Like `shownContent`, for a statement about several members: each row is for the account of these columns. */
export function shownContentFor(reader: ReaderColumns): RawBuilder<string> {
  return contentFor(reader, isVisibleInTenant('cv', 'ca'));
}

/** The account for whom a row is read. */
interface ReaderColumns {
  readonly tenantId: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
}

function contentFor(reader: ReaderColumns, isVisibleCard: RawBuilder<boolean>): RawBuilder<string> {
  return sql<string>`case when e.type = ${sql.lit(CONTENT.card)} and e.kind = 'message' and e.gone is null and not exists (
    select from accounts cv join accounts ca on ca.tenant_id = cv.tenant_id and ca.id = (e.content::jsonb->>${sql.lit(CARD_PERSON)})::int
    where cv.tenant_id = ${reader.tenantId} and cv.id = ${reader.id} and (ca.id = cv.id or ${isVisibleCard})
  ) then ${HIDDEN_CARD} else e.content end`;
}

/**
 * The entries in a member's history: messages, system lines and membership changes; a recalled message remains as a
 * trace.
 */
export const isShown = sql`e.kind in ('message', 'system', 'member') and (e.gone is null or e.gone = 'recalled')`;

/**
 * The message that an edit, a recall or a reaction `e` is about, as the index `entries_targets` has it. In a `case`, because
 * user-written content may also have a member of this name.
 */
export const target = sql<number>`case when e.kind in ('recall', 'edit', 'reaction') then (e.content::jsonb->>'target')::int end`;

/**
 * Where the rows of a locked conversation are that belong to each number `w.seq`, given their table `e` with conditions. Each is
 * looked up by its whole key: given all numbers at once, a planner without statistics may read the whole conversation.
 */
export function placesOfEach(seqs: readonly number[], rows: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`array(
    select r.ctid from unnest(${[...seqs]}::int[]) as w (seq) cross join lateral (select e.ctid from ${rows} offset 0) r
  )`;
}

/** The conversation of an entry, and how much the reader may see. */
export type ReadIn = { readonly conversation: Pick<ConversationHead, 'listId'> } & Pick<
  Membership,
  'withheldAfter'
>;

/** The entry as the caller may see it; messages after `withheldAfter` have no content, see `Membership`. */
export function toEntry(
  { actor }: Pick<MemberCtx, 'actor'>,
  row: EntryRow,
  { conversation, withheldAfter }: ReadIn,
): Entry {
  const holdsContent = row.kind === 'message' || row.kind === 'edit';
  const isWithheld = holdsContent && withheldAfter !== null && row.seq > withheldAfter;
  // Names each member: copying takes longer, and a list of chats has thousands of entries.
  const entry = {
    seq: row.seq,
    kind: row.kind,
    type: row.type,
    senderId: row.senderId,
    sentAt: row.sentAt,
    content: row.content,
    clientId: row.clientId,
    replyTo: row.replyTo,
    gone: row.gone,
    editedAt: row.editedAt,
    alias: row.alias,
    isWithheld,
  };
  // Older messages were stored before addresses were rewritten and may contain those of other conversations.
  if (holdsContent) entry.content = addressedTo(conversation.listId, entry.content);
  return redactFor(entry, actor);
}
