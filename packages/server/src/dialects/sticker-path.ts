/** Where a chat file's path has the conversation, which a sticker of the operator does not have. */
const NO_CONVERSATION = '0'.repeat(32);

/** The path of a sticker that the operator offers, like the path of a file sent to a conversation. */
export function stickerPath(file: string): string {
  return `/static/chat/${NO_CONVERSATION}/${file}`;
}
