import { notifyAccounts, type AccountNotification } from '../accounts/index.js';
import {
  DomainError,
  limitActor,
  transact,
  type AccountEventData,
  type AccountId,
  type MemberCtx,
} from '../kernel/index.js';
import { accessConversation, lockMembership } from './access.js';
import { requireRole } from './roles.js';
import { updateAllCleared, updateCleared, updateMember, type MemberChange } from './own-member-store.js';
import { eraseMessages } from './erase-messages.js';
import type { Membership } from './types.js';

/** Pins a conversation to the top of the caller's list, or unpins it. */
export async function setPinned(ctx: MemberCtx, input: { listId: string; isPinned: boolean }): Promise<void> {
  await change(ctx, await accessConversation(ctx, input.listId), {
    pinned_at: input.isPinned ? ctx.now() : null,
  });
}

/** Keeps a conversation out of the main part of the caller's list, which also unpins it, or takes it back. */
export async function setArchived(
  ctx: MemberCtx,
  input: { listId: string; isArchived: boolean },
): Promise<void> {
  const { isArchived } = input;
  await change(ctx, await accessConversation(ctx, input.listId), {
    archived_at: isArchived ? ctx.now() : null,
    ...(isArchived && { pinned_at: null }),
  });
}

/** Turns a conversation's sound off or on for the caller. */
export async function setSilent(ctx: MemberCtx, input: { listId: string; isSilent: boolean }): Promise<void> {
  await change(ctx, await accessConversation(ctx, input.listId), { is_silent: input.isSilent });
}

/** Hides a conversation from the caller's list until its next message. */
export async function hideConversation(ctx: MemberCtx, listId: string): Promise<void> {
  const membership = await accessConversation(ctx, listId);
  await change(ctx, membership, { hidden_seq: membership.lastSeq });
}

/** Clears the history of a conversation for the caller alone. */
export async function clearOwnHistory(ctx: MemberCtx, listId: string): Promise<void> {
  await clear(ctx, listId, 'own');
}

/**
 * Destroys the history for all members: either participant of a single conversation, or the owner of a group. Support
 * conversations cannot be destroyed. Throws `forbidden`.
 */
export async function destroyHistory(ctx: MemberCtx, listId: string): Promise<void> {
  await limitActor(ctx, 'message_change');
  await clear(ctx, listId, 'all');
}

/** Clears the history of all conversations for the caller alone. */
export async function clearAllOwnHistories(ctx: MemberCtx): Promise<void> {
  await transact(ctx, async (tx) => {
    const cleared = await updateAllCleared(tx);
    await notifyAccounts(
      tx,
      cleared.map(({ listId, kind, lastSeq }) =>
        clearing(ctx.actor, { listId, kind, byId: ctx.actor, upTo: lastSeq }),
      ),
    );
  });
}

async function change(ctx: MemberCtx, { conversation }: Membership, what: MemberChange): Promise<void> {
  await transact(ctx, async (tx) => {
    await updateMember(tx, conversation, what);
    await notifyAccounts(tx, [
      { accountId: ctx.actor, type: 'conversation_changed', data: { listId: conversation.listId } },
    ]);
  });
}

async function clear(ctx: MemberCtx, ofListId: string, whose: 'own' | 'all'): Promise<void> {
  await transact(ctx, async (tx) => {
    const membership = await lockMembership(tx, ofListId);
    if (whose === 'all') requireMayDestroy(membership);
    const { conversation, lastSeq } = membership;
    const { listId, kind } = conversation;
    const accountIds = await updateCleared(tx, conversation, membership, whose);
    if (whose === 'all') await eraseMessages(tx, conversation, { upTo: lastSeq }, 'destroyed');
    await notifyAccounts(
      tx,
      accountIds.map((accountId) => clearing(accountId, { listId, kind, byId: ctx.actor, upTo: lastSeq })),
    );
  });
}

function requireMayDestroy(membership: Membership): void {
  const { kind } = membership.conversation;
  if (kind === 'support') throw new DomainError('forbidden');
  if (kind === 'group') requireRole(membership, 'destroy_history');
}

function clearing(accountId: AccountId, data: AccountEventData['conversation_cleared']): AccountNotification {
  return { accountId, type: 'conversation_cleared', data };
}
