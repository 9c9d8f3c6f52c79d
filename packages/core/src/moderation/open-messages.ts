import { loadProfiles } from '../accounts/index.js';
import { searchText } from '../conversations/index.js';
import {
  bounds,
  DomainError,
  invalid,
  isId,
  parseListId,
  transact,
  type AccountId,
  type Ctx,
} from '../kernel/index.js';
import { audit, hasPermission, requireWhy, type StaffCtx } from '../staff/index.js';
import {
  deleteEndedOpenings,
  deleteOpening,
  insertOpening,
  selectConversationsOf,
  selectOpenable,
  selectOpenedMessages,
  selectOpening,
  selectOpenings,
  selectPartBetween,
  type ConversationOfPerson,
  type ConversationPlace,
  type MessageOpening,
  type OpenableConversation,
  type OpenedMessage,
} from './message-openings-store.js';

/*
 * The only way of staff to messages outside of a report. What is opened, and why, is in the audit log before anything is
 * shown.
 */

/** Which messages to open: those of a time, or an amount of entries around one, at the end without one. */
export type MessageRange =
  | { readonly since: number; readonly until: number }
  | { readonly around?: number | undefined; readonly amount: number };

/** A message with its text, or the name of what it shows; without the content itself. */
export interface ShownMessage extends Omit<OpenedMessage, 'content'> {
  /** Null if the message is removed and no evidence of it is kept. */
  readonly text: string | null;
}

/** The conversations of an account, the last active first, without messages. Throws `not_found`. */
export async function listConversationsOf(
  ctx: Ctx,
  { id, after }: { id: number; after?: ConversationPlace | undefined },
): Promise<{ rows: ConversationOfPerson[]; next: ConversationPlace | undefined }> {
  const accountId = id as AccountId; // validated by the look-up
  if (!isId(id) || !(await loadProfiles(ctx, [accountId])).has(accountId)) throw new DomainError('not_found');
  const most = bounds.staff.conversationRows;
  const found = await selectConversationsOf(ctx, accountId, { after, limit: most + 1 });
  const rows = found.slice(0, most);
  return { rows, next: found.length > most ? rows.at(-1) : undefined };
}

/**
 * Opens some messages of a conversation to the caller for a quarter of an hour, with a reason. `isCut`: the time has more
 * entries than can be opened at once, of which these are the newest. Throws `not_found` or `invalid`.
 */
export async function openMessages(
  ctx: StaffCtx,
  { listId, range, why }: { listId: string; range: MessageRange; why: string },
): Promise<{ id: number; until: number; isCut: boolean }> {
  requireWhy(why);
  const uuid = parseListId(listId);
  const conversation = uuid === undefined ? undefined : await selectOpenable(ctx, uuid);
  if (!conversation) throw new DomainError('not_found');
  const { isCut, ...part } = await partOf(ctx, conversation, range);
  const until = ctx.now() + bounds.staff.messagesOpenMs;
  return transact(ctx, async (tx) => {
    const id = await insertOpening(tx, { conversationId: conversation.id, ...part }, until);
    await audit(tx, {
      action: 'messages.open',
      object: { kind: 'conversation', id: conversation.listId },
      after: { kind: conversation.kind, ...range, first: part.firstSeq, last: part.lastSeq, until, why },
    });
    return { id, until, isCut };
  });
}

/** What the caller has opened that is still open, newest first. */
export function listOpenings(ctx: StaffCtx): Promise<MessageOpening[]> {
  return selectOpenings(ctx);
}

/** What the caller has opened, while it is open. Throws `not_found`. */
export async function readOpenedMessages(
  ctx: StaffCtx,
  id: number,
): Promise<{ opening: MessageOpening; messages: ShownMessage[] }> {
  const opening = await selectOpening(ctx, id);
  if (!opening) throw new DomainError('not_found');
  const seesChildSafety = hasPermission(ctx.staff, 'child_safety');
  const found = await selectOpenedMessages(ctx, opening, { seesChildSafety });
  return {
    opening,
    messages: found.map(({ content, ...message }) => ({
      ...message,
      text: content === null ? null : searchText(message.type, content),
    })),
  };
}

/** Ends an opening of the caller early. Throws `not_found`. */
export async function closeMessages(ctx: StaffCtx, id: number): Promise<void> {
  await transact(ctx, async (tx) => {
    const opening = await selectOpening(tx, id);
    // Two requests at once may both find it.
    if (!opening || !(await deleteOpening(tx, id))) throw new DomainError('not_found');
    await audit(tx, { action: 'messages.close', object: { kind: 'conversation', id: opening.listId } });
  });
}

/** Deletes the openings that have ended. Run periodically. */
export async function sweepMessageOpenings(ctx: Ctx): Promise<void> {
  await deleteEndedOpenings(ctx);
}

async function partOf(
  ctx: Ctx,
  conversation: OpenableConversation,
  range: MessageRange,
): Promise<{ firstSeq: number; lastSeq: number; isCut: boolean }> {
  const most = bounds.staff.messagesOpened;
  if ('since' in range) {
    const { since, until } = range;
    if (until <= since || until - since > bounds.staff.messagesWindowMs) throw invalid('until');
    const { firstSeq, lastSeq } = await selectPartBetween(ctx, conversation, range);
    const isCut = lastSeq - firstSeq >= most;
    return { firstSeq: isCut ? lastSeq - most + 1 : firstSeq, lastSeq, isCut };
  }
  const { around, amount } = range;
  if (amount < 1 || amount > most) throw invalid('amount');
  const end = conversation.lastSeq;
  if (around === undefined) return { firstSeq: Math.max(1, end - amount + 1), lastSeq: end, isCut: false };
  if (around > end) throw new DomainError('not_found');
  const firstSeq = Math.max(1, around - Math.floor(amount / 2));
  return { firstSeq, lastSeq: Math.min(end, firstSeq + amount - 1), isCut: false };
}
