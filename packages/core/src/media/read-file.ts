import type { ConversationId, Ctx } from '../kernel/index.js';
import { chatBlobKey } from './store-file.js';
import { selectFile } from './store.js';

/** The bytes of a file that was sent into a conversation, or undefined. */
export async function readChatFile(
  ctx: Ctx,
  of: { conversationId: ConversationId; name: string },
): Promise<Uint8Array | undefined> {
  if (!(await selectFile(ctx, of))) return undefined;
  const file = await ctx.ports.blobs.open(chatBlobKey(of.name));
  return file && Buffer.concat(await file.read().toArray());
}
