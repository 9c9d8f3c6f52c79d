import { bounds, DomainError, limitActor, transact, type MemberCtx } from '../kernel/index.js';
import { accessConversation, accessMessage, lockToWrite } from './access.js';
import { appendEntries } from './append-entries.js';
import type { ConversationHead, Entry } from './event-types.js';
import { selectPinned, selectPinPlace, updatePin } from './pins-store.js';
import { mayDo } from './roles.js';
import { isAnonymous, soleAudience } from './rules.js';
import type { Membership } from './types.js';

/**
 * Pins a message in its conversation for all members, or unpins it. Returns the place of the entry that records it, also
 * for a repeat; unpinning what is not pinned has the place of the message. Throws `forbidden` for an ordinary member of a
 * group unless the tenant allows it, `too_large` for too many pinned messages, `not_found`, also for a removed message,
 * `locked`, and `muted`, `blocked` or `not_friends` as a new message would.
 */
export async function pinMessage(
  ctx: MemberCtx,
  input: { listId: string; messageId: string; isOn: boolean },
): Promise<Pick<Entry, 'seq' | 'sentAt'>> {
  await limitActor(ctx, 'message_change');
  const { isOn } = input;
  return transact(ctx, async (tx) => {
    const membership = await lockToWrite(tx, input.listId);
    if (!mayPin(tx, membership)) throw new DomainError('forbidden');
    const { conversation } = membership;
    const message = await accessMessage(tx, membership, input.messageId);
    if (message.gone !== null) throw new DomainError('not_found');
    const { pinned, amount } = await selectPinPlace(tx, conversation, message.seq);
    if ((pinned !== null) === isOn) return pinned ?? message;
    const limit = bounds.list.pinnedMessages;
    if (isOn && amount >= limit) throw new DomainError('too_large', undefined, { limit });
    const content = { target: message.seq, on: isOn };
    const alias = isAnonymous(membership) ? membership.alias : null;
    const entry = { kind: 'pin', senderId: ctx.actor, content, alias } as const;
    const [recorded] = await appendEntries(tx, conversation, [entry], soleAudience(membership, ctx.actor));
    if (!recorded) throw new Error('A pin was not recorded.');
    await updatePin(tx, conversation, message.seq, isOn ? recorded.seq : null);
    return recorded;
  });
}

/** The pinned messages that the caller may see, the last pinned first. Throws `not_found`. */
export async function listPinned(
  ctx: MemberCtx,
  listId: string,
): Promise<{ conversation: ConversationHead; messages: Entry[] }> {
  const membership = await accessConversation(ctx, listId);
  return { conversation: membership.conversation, messages: await selectPinned(ctx, membership) };
}

/** Whether a member may pin messages: everybody in a conversation of two; in a group its managers, or all if allowed. */
function mayPin({ tenant }: MemberCtx, { conversation, role }: Membership): boolean {
  return conversation.kind !== 'group' || tenant.settings.membersMayPin || mayDo(role, 'pin_message');
}
