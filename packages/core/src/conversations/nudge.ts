import type { MemberCtx } from '../kernel/index.js';
import type { Ack } from '../ports/index.js';
import { accessToWrite } from './access.js';
import { CONTENT } from './content.js';
import { sendMessage } from './send-message.js';

/** Pokes the others: a message of its own kind. Throws as `sendMessage` does. */
export function poke(ctx: MemberCtx, listId: string): Promise<Ack> {
  return sendMessage(ctx, { listId, type: CONTENT.poke, content: {} });
}

/** Shakes the others' windows; nothing is stored. Throws as `sendMessage` does. */
export async function shake(ctx: MemberCtx, listId: string): Promise<void> {
  const { conversation } = await accessToWrite(ctx, listId);
  ctx.emit({ type: 'nudged', conversation, accountId: ctx.actor });
}

/** Tells the others that the caller types, or has stopped; nothing is stored. Throws as `sendMessage` does. */
export async function setTyping(ctx: MemberCtx, input: { listId: string; isTyping: boolean }): Promise<void> {
  const { conversation } = await accessToWrite(ctx, input.listId);
  ctx.emit({ type: 'typing', conversation, accountId: ctx.actor, isTyping: input.isTyping });
}
