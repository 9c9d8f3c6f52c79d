import { bounds, limitActor, type MemberCtx } from '../kernel/index.js';
import type { Ack } from '../ports/index.js';
import { accessToWrite } from './access.js';
import { CONTENT } from './content.js';
import { isAnonymous } from './rules.js';
import { sendMessage } from './send-message.js';

/** Pokes the other members: a message of its own type. Throws like `sendMessage`. */
export function poke(ctx: MemberCtx, listId: string): Promise<Ack> {
  return sendMessage(ctx, { listId, type: CONTENT.poke, content: {} });
}

/** Nudges the other members: their windows shake, and nothing is stored. Throws like `sendMessage`. */
export async function sendNudge(ctx: MemberCtx, listId: string): Promise<void> {
  await limitActor(ctx, 'nudge');
  const membership = await accessToWrite(ctx, listId);
  if (membership.isShadowed) return;
  const { conversation } = membership;
  ctx.emit({ type: 'nudged', conversation, accountId: isAnonymous(membership) ? 0 : ctx.actor });
}

/**
 * Notifies the other members that the caller is typing or has stopped, without storing anything. Skipped for anonymous
 * members, because it would reveal them. Throws like `sendMessage`.
 */
export async function setTyping(ctx: MemberCtx, input: { listId: string; isTyping: boolean }): Promise<void> {
  await limitActor(ctx, 'typing');
  const membership = await accessToWrite(ctx, input.listId);
  const isTold = membership.memberCount <= bounds.list.typingMembers && !membership.isShadowed;
  if (!isTold || isAnonymous(membership)) return;
  const { conversation } = membership;
  ctx.emit({ type: 'typing', conversation, accountId: ctx.actor, isTyping: input.isTyping });
}
