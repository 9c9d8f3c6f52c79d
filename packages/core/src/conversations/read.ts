import { transact, type AccountId, type Ctx, type MemberCtx } from '../kernel/index.js';
import { notifyAccounts } from '../accounts/index.js';
import { loadPresence } from '../contacts/index.js';
import { accessConversation } from './access.js';
import { countUnread } from './list-store.js';
import {
  NOTHING_READ,
  selectReadUpTo,
  selectReadUpToByAll,
  updateMember,
  updateRead,
  type ReadPlace,
} from './own-member-store.js';
import { updateReads, type ReportedRead } from './read-positions-store.js';
import { peerOf, soleAudience } from './rules.js';
import { lockConversation, toHead } from './store.js';
import type { ConversationKind } from './event-types.js';
import type { Membership } from './types.js';

/** Marks a conversation as read up to `seq`, by default all of it. The position never decreases. */
export async function markRead(
  ctx: MemberCtx,
  input: { listId: string; seq?: number | undefined },
): Promise<void> {
  const membership = await accessConversation(ctx, input.listId);
  await advanceRead(ctx, membership, input.seq);
}

/** `markRead` for a known membership. Opening withheld messages does not mark them as read. */
export async function advanceRead(
  ctx: MemberCtx,
  membership: Membership,
  seq: number = membership.lastSeq,
): Promise<void> {
  if (membership.withheldAfter !== null) return;
  const { conversation } = membership;
  const moved = await updateRead(ctx, conversation, seq);
  if (moved)
    ctx.emit({
      type: 'read_moved',
      conversation,
      accountId: ctx.actor,
      seq: moved.seq,
      readUpTo: moved.sentAt,
      onlyFor: soleAudience(membership, ctx.actor),
    });
}

/** What became of a reported read position. */
export interface ReadOutcome {
  /** The kind of the conversation; undefined if the member may not read it, or all of it is withheld. */
  readonly kind: ConversationKind | undefined;
  /** Another transaction held the member's row: report again. */
  readonly isBusy: boolean;
}

/** `markRead` for many members of all tenants in one statement. The outcomes are in the order of the reports. */
export async function advanceReads(
  deps: Pick<Ctx, 'db' | 'emit' | 'now'>,
  reads: readonly ReportedRead[],
): Promise<ReadOutcome[]> {
  const outcomes: ReadOutcome[] = reads.map(() => ({ kind: undefined, isBusy: false }));
  for (const row of await updateReads(deps.db, reads, deps.now())) {
    const { idx, kind, isBusy, isShadowed, seq, sentAt } = row;
    outcomes[idx] = { kind, isBusy };
    const read = reads[idx];
    if (!read || seq === null || sentAt === null) continue;
    const { tenantId, accountId } = read;
    deps.emit({
      type: 'read_moved',
      conversation: toHead({ tenant: { id: tenantId } }, row),
      accountId,
      seq,
      readUpTo: sentAt,
      onlyFor: soleAudience({ isShadowed }, accountId),
    });
  }
  return outcomes;
}

/** Marks a conversation as unread until it is opened again. */
export async function markUnread(ctx: MemberCtx, listId: string): Promise<void> {
  const { conversation } = await accessConversation(ctx, listId);
  await transact(ctx, async (tx) => {
    // The mark changes the conversation, too, and conversations are locked before their members.
    await lockConversation(tx, conversation);
    await updateMember(tx, conversation, { is_marked_unread: true });
    await notifyAccounts(tx, [
      { accountId: ctx.actor, type: 'conversation_changed', data: { listId: conversation.listId } },
    ]);
  });
}

/**
 * How far the other participant has read and whether that account is online. For a
 * group, how far all others have read: individual positions are not revealed.
 */
export async function getReadState(
  ctx: MemberCtx,
  listId: string,
): Promise<{ readUpTo: ReadPlace; isOnline: boolean }> {
  const membership = await accessConversation(ctx, listId);
  const peer: AccountId | undefined = peerOf(membership, ctx.actor);
  if (peer === undefined) {
    const isGroup = membership.conversation.kind === 'group';
    const readUpTo = isGroup ? await selectReadUpToByAll(ctx, membership.conversation) : NOTHING_READ;
    return { readUpTo, isOnline: false };
  }
  return {
    readUpTo: await selectReadUpTo(ctx, membership.conversation, peer),
    isOnline: (await loadPresence(ctx, [peer])).get(peer)?.isConnected ?? false,
  };
}

/** All unread messages of the caller; those of strangers are counted separately and appear on no badge. */
export function countUnreadMessages(ctx: MemberCtx): Promise<{ ofFriends: number; ofStrangers: number }> {
  return countUnread(ctx);
}
