import type { admin } from '@kith/contract';
import { invalid } from '@kith/core/kernel';
import {
  closeMessages,
  listConversationsOf,
  listOpenings,
  openMessages,
  readOpenedMessages,
  type MessageRange,
} from '@kith/core/moderation';
import type { AdminHandlers } from './implement.js';
import { withoutNulls } from './present/nulls.js';

export const messagesHandlers: AdminHandlers<typeof admin.messages> = {
  conversations: async (ctx, { person, after }) => {
    const [lastSentAt, id] = after?.split('-').map(Number) ?? [];
    const place = lastSentAt === undefined || id === undefined ? undefined : { lastSentAt, id };
    const { rows, next } = await listConversationsOf(ctx, { id: person, after: place });
    return {
      rows: rows.map(({ id: _, listId, ...row }) => ({ id: listId, ...withoutNulls(row) })),
      ...(next && { next: `${next.lastSentAt}-${next.id}` }),
    };
  },
  open: (ctx, { conversation, reason, ...range }) =>
    openMessages(ctx, { listId: conversation, range: readRange(range), why: reason }),
  openings: async (ctx) =>
    (await listOpenings(ctx)).map(({ id, listId, until }) => ({ id, conversation: listId, until })),
  read: async (ctx, { id }) => {
    const { opening, messages } = await readOpenedMessages(ctx, id);
    return { conversation: opening.listId, until: opening.until, messages: messages.map(withoutNulls) };
  },
  close: (ctx, { id }) => closeMessages(ctx, id),
};

/** A time needs both ends, and excludes the other form. */
function readRange({
  since,
  until,
  around,
  amount,
}: {
  since?: number | undefined;
  until?: number | undefined;
  around?: number | undefined;
  amount?: number | undefined;
}): MessageRange {
  if (since === undefined && until === undefined) return { amount: amount ?? 20, around };
  if (since === undefined) throw invalid('since');
  if (until === undefined) throw invalid('until');
  if (around !== undefined) throw invalid('around');
  if (amount !== undefined) throw invalid('amount');
  return { since, until };
}
