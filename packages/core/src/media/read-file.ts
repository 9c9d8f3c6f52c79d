import type { ConversationId, Ctx } from '../kernel/index.js';
import { chatBlobKey, hiddenKey } from './save-file.js';
import { selectFile } from './store.js';

/** The bytes of a file sent to a conversation, or undefined. */
export async function readChatFile(
  ctx: Ctx,
  of: { conversationId: ConversationId; name: string },
): Promise<Uint8Array | undefined> {
  if (!(await selectFile(ctx, of))) return undefined;
  const file = await ctx.ports.blobs.open(chatBlobKey(of.name));
  return file && Buffer.concat(await file.read().toArray());
}

/** The bytes of a file kept as evidence, hidden or not; undefined if it no longer exists. */
export async function readEvidenceFile(ctx: Ctx, name: string): Promise<Uint8Array | undefined> {
  const key = chatBlobKey(name);
  const file = (await ctx.ports.blobs.open(hiddenKey(key))) ?? (await ctx.ports.blobs.open(key));
  return file && Buffer.concat(await file.read().toArray());
}
