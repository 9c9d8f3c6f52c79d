import { sendMessage } from '../conversations/index.js';
import { parseWithSpelling, type MemberCtx } from '../kernel/index.js';
import type { Ack } from '../ports/index.js';
import { accessFavourite } from './list-favourites.js';

/** Sends a favourite to a conversation. Throws `not_found`, and like `sendMessage`. */
export async function sendFavourite(
  ctx: MemberCtx,
  input: { listId: string; favouriteId: number },
): Promise<Ack> {
  const { type, content } = await accessFavourite(ctx, input.favouriteId);
  return sendMessage(ctx, { listId: input.listId, type, content: parseWithSpelling(content) });
}
