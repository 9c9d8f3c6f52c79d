import {
  DomainError,
  limitActor,
  parseWithSpelling,
  transact,
  type AccountId,
  type MemberCtx,
  type MemberTx,
} from '../kernel/index.js';
import type { Entry } from './event-types.js';
import { accessMessage, lockMembership, lockToWrite } from './access.js';
import { appendEntries } from './append-entries.js';
import { addressedTo, CONTENT, encodeContent } from './content.js';
import { eraseMessages } from './erase-messages.js';
import { canBurn, canRecall, mayRecallOthers, recallableSince, soleAudience } from './rules.js';
import { upsertSearchText } from './search-index-store.js';
import { searchForm } from './search-text.js';
import { selectRecall, updateEntryContent, type WhichEntries } from './change-entries-store.js';
import type { Membership } from './types.js';

/**
 * Recalls a message for all members; a repeat has no effect. Returns the entry that records the recall, also for a
 * repeat. Throws `not_found` or `forbidden`.
 */
export async function recallMessage(
  ctx: MemberCtx,
  input: { listId: string; messageId: string },
): Promise<Entry> {
  await limitActor(ctx, 'message_change');
  return transact(ctx, async (tx) => {
    const membership = await lockMembership(tx, input.listId);
    const message = await accessMessage(tx, membership, input.messageId);
    // A late repeat is checked against the original time.
    const when = message.gone === null ? tx.now() : message.sentAt;
    if (!canRecall(tx.tenant, membership, message, tx.actor, when)) throw new DomainError('forbidden');
    const [recorded] = await empty(tx, membership, { seq: message.seq }, 'recall');
    return recorded ?? (await selectRecall(tx, membership.conversation, message.seq)) ?? message;
  });
}

/**
 * Recalls all messages of an account: the caller's own within the tenant's window, or any member's if the caller is an
 * admin of the group. Throws `not_found` or `forbidden`.
 */
export async function recallAllFrom(
  ctx: MemberCtx,
  input: { listId: string; accountId: number },
): Promise<void> {
  await limitActor(ctx, 'message_change');
  await transact(ctx, async (tx) => {
    const membership = await lockMembership(tx, input.listId);
    const isManager = mayRecallOthers(membership);
    if (input.accountId !== tx.actor && !isManager) throw new DomainError('forbidden');
    const sentSince = isManager ? 0 : recallableSince(tx.tenant, tx.now());
    const which = { senderId: input.accountId as AccountId, sentSince };
    await empty(tx, membership, which, 'recall');
  });
}

/** Removes a burn-after-read message for both sides; its reader calls this. Throws `not_found` or `forbidden`. */
export async function burnMessage(
  ctx: MemberCtx,
  input: { listId: string; messageId: string },
): Promise<void> {
  await limitActor(ctx, 'message_change');
  await transact(ctx, async (tx) => {
    const membership = await lockMembership(tx, input.listId);
    const message = await accessMessage(tx, membership, input.messageId);
    if (message.gone !== null) return;
    if (!canBurn(message, tx.actor)) throw new DomainError('forbidden');
    await empty(tx, membership, { seq: message.seq }, 'burn');
  });
}

/**
 * Replaces the content of an own text message. Returns the entry that records the edit. Throws `not_found`,
 * `forbidden`, `invalid` or `too_large`, and `muted`, `blocked` or `not_friends` as a new message would.
 */
export async function editMessage(
  ctx: MemberCtx,
  input: { listId: string; messageId: string; content: unknown },
): Promise<Entry> {
  await limitActor(ctx, 'message_change');
  return transact(ctx, async (tx) => {
    const membership = await lockToWrite(tx, input.listId);
    const message = await accessMessage(tx, membership, input.messageId);
    if (message.senderId !== tx.actor || message.type !== CONTENT.text || message.gone !== null)
      throw new DomainError('forbidden');
    const { conversation } = membership;
    const content = addressedTo(conversation.listId, encodeContent(CONTENT.text, input.content));
    // The previous content is kept for moderation.
    await limitActor(tx, 'message_bytes', Buffer.byteLength(content));
    await updateEntryContent(tx, conversation, message.seq, content);
    await upsertSearchText(tx, conversation, message.seq, searchForm(CONTENT.text, content));
    const change = { target: message.seq, content: parseWithSpelling(content) };
    const entry = { kind: 'edit', senderId: ctx.actor, content: change, alias: message.alias } as const;
    const [recorded] = await appendEntries(tx, conversation, [entry], soleAudience(membership, ctx.actor));
    return recorded ?? message;
  });
}

const goneBy = { recall: 'recalled', burn: 'burnt' } as const;

/** Empties messages of a locked conversation and appends one entry for each, so that every client learns about it in order. */
async function empty(
  tx: MemberTx,
  membership: Membership,
  which: WhichEntries,
  reason: 'recall' | 'burn',
): Promise<Entry[]> {
  const { conversation } = membership;
  const emptied = await eraseMessages(tx, conversation, which, goneBy[reason]);
  return appendEntries(
    tx,
    conversation,
    emptied.map((message) => ({
      kind: 'recall',
      senderId: tx.actor,
      content: { target: message.seq, reason },
      emptied: message,
      alias: message.senderId === tx.actor ? message.alias : null,
    })),
    soleAudience(membership, tx.actor),
  );
}
