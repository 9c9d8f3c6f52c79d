import {
  DomainError,
  fold,
  transact,
  type ConversationId,
  type Ctx,
  type MemberCtx,
  type MemberTx,
} from '../kernel/index.js';
import type { ConversationHead, Entry } from './event-types.js';
import { releaseFiles, saveFile, type SavedFile } from '../media/index.js';
import { accessConversation, accessMessageById } from './access.js';
import { recallMessage } from './change-message.js';
import { CONTENT } from './content.js';
import {
  deleteSomeMessageFiles,
  selectMessagesOfTypes,
  selectVisiblePicture,
} from './message-files-store.js';
import type { Membership } from './types.js';

/** Stores a file to be sent to a conversation. Throws `not_found`, `unsupported_media` or `too_large`. */
export async function uploadFile(
  ctx: MemberCtx,
  input: { listId: string; bytes: Uint8Array; originalName: string },
): Promise<SavedFile & { listId: string }> {
  const { conversation } = await accessConversation(ctx, input.listId);
  const file = await saveFile(ctx, { ...input, conversationId: conversation.id });
  return { ...file, listId: conversation.listId };
}

/** Releases some files of a conversation without members; returns their number. Files referenced elsewhere stay. */
export async function releaseConversationFiles(ctx: Ctx, of: Pick<ConversationHead, 'id'>): Promise<number> {
  return transact(ctx, async (tx) => {
    const fileIds = await deleteSomeMessageFiles(tx, of, 500);
    await releaseFiles(tx, fileIds);
    return fileIds.length;
  });
}

/** The name of a chat file or of its thumbnail; both share the first group. */
const PICTURE_NAME = /^([0-9a-f]{32})(?:_thumb)?\.[a-z0-9]{1,8}$/;

/**
 * A conversation in which the caller sees the picture with this name: in an existing message that does not burn, among
 * the caller's favourites or stickers, or as the caller's upload. Throws `not_found` otherwise. The picture cannot be
 * removed until the transaction ends.
 */
export async function lockVisiblePicture(
  tx: MemberTx,
  fileName: string,
): Promise<{ fileId: string; conversationId: ConversationId }> {
  const [, fileId] = PICTURE_NAME.exec(fileName) ?? [];
  const conversationId = fileId === undefined ? undefined : await selectVisiblePicture(tx, fileId);
  if (fileId === undefined || conversationId === undefined) throw new DomainError('not_found');
  return { fileId, conversationId };
}

const typesOf = { image: [CONTENT.image], file: [CONTENT.file, CONTENT.attachment] } as const;

/** Messages with files, newest first, at most 500; files can be filtered by part of their name. */
export async function listFileMessages(
  ctx: MemberCtx,
  input: { listId: string; family: keyof typeof typesOf; text?: string | undefined },
): Promise<{ membership: Membership; entries: Entry[] }> {
  const membership = await accessConversation(ctx, input.listId);
  const wanted = fold(input.text ?? '').trim();
  const entries = await selectMessagesOfTypes(ctx, membership, typesOf[input.family], wanted || undefined);
  return {
    membership,
    entries: entries.filter((entry) => wanted === '' || fold(nameOf(entry)).includes(wanted)),
  };
}

function nameOf({ content }: Entry): string {
  const { name } = JSON.parse(content) as { name?: unknown };
  return typeof name === 'string' ? name : '';
}

/** Recalls an own message with a file. Throws `not_found`, also for a message without a file, or `forbidden`. */
export async function recallFile(ctx: MemberCtx, messageId: string): Promise<void> {
  const { membership, message } = await accessMessageById(ctx, messageId);
  if (![CONTENT.image, ...typesOf.file].some((type) => type === message.type))
    throw new DomainError('not_found');
  await recallMessage(ctx, { listId: membership.conversation.listId, messageId });
}
