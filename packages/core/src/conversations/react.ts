import {
  bounds,
  DomainError,
  invalid,
  limitActor,
  parseEmoji,
  transact,
  type MemberCtx,
} from '../kernel/index.js';
import { accessConversation, accessMessage, lockToWrite } from './access.js';
import { appendEntries } from './append-entries.js';
import type { Entry } from './event-types.js';
import {
  selectReaction,
  selectReactors,
  updateReaction,
  type ReactionState,
  type Reactor,
} from './reactions-store.js';
import { isAnonymous, soleAudience } from './rules.js';

/**
 * Adds or removes the caller's reaction to a message; `emoji` is not yet validated. Returns the place of the entry that
 * records it, also for a repeat; removing what was never there has the place of the message. Throws `invalid` for a text
 * that is not one emoji, `too_large` for too many different ones on a message, `not_found`, also for a removed message,
 * `locked`, and `muted`, `blocked` or `not_friends` as a new message would.
 */
export async function setReaction(
  ctx: MemberCtx,
  input: { listId: string; messageId: string; emoji: string; isOn: boolean },
): Promise<Pick<Entry, 'seq' | 'sentAt'>> {
  await limitActor(ctx, 'message_change');
  const { isOn } = input;
  const emoji = parseEmoji(input.emoji);
  if (emoji === undefined) throw invalid('emoji');
  return transact(ctx, async (tx) => {
    const membership = await lockToWrite(tx, input.listId);
    const { conversation } = membership;
    const message = await accessMessage(tx, membership, input.messageId);
    if (message.gone !== null) throw new DomainError('not_found');
    const state = await selectReaction(tx, conversation, message.seq, emoji);
    if (state.isOn === isOn) return state.recorded ?? message;
    if (isOn) requireRoom(state);
    const count = state.count + (isOn ? 1 : -1);
    const content = { target: message.seq, emoji, on: isOn, count };
    const alias = isAnonymous(membership) ? membership.alias : null;
    const entry = { kind: 'reaction', senderId: ctx.actor, content, alias } as const;
    const [recorded] = await appendEntries(tx, conversation, [entry], soleAudience(membership, ctx.actor));
    if (!recorded) throw new Error('A reaction was not recorded.');
    await updateReaction(tx, conversation, {
      seq: message.seq,
      emoji,
      isOn,
      count,
      changedSeq: recorded.seq,
    });
    return recorded;
  });
}

/** Who reacts to a message that the caller can read, the latest first. Throws `not_found`, also for a removed one, or `locked`. */
export async function listReactors(
  ctx: MemberCtx,
  input: { listId: string; messageId: string },
): Promise<readonly Reactor[]> {
  const membership = await accessConversation(ctx, input.listId);
  const message = await accessMessage(ctx, membership, input.messageId);
  if (message.gone !== null) throw new DomainError('not_found');
  return selectReactors(ctx, membership.conversation, message.seq);
}

function requireRoom({ count, emojiAmount, ownAmount }: ReactionState): void {
  const { ownReactionEmoji, reactionEmoji } = bounds.list;
  const limit =
    ownAmount >= ownReactionEmoji
      ? ownReactionEmoji
      : count === 0 && emojiAmount >= reactionEmoji
        ? reactionEmoji
        : undefined;
  if (limit !== undefined) throw new DomainError('too_large', undefined, { field: 'emoji', limit });
}
