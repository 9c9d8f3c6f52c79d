import { CONTENT, isToBurn, type Entry } from '../conversations/index.js';

/** The content types of messages that can be saved. */
export const SAVABLE_TYPES = [
  CONTENT.text,
  CONTENT.voice,
  CONTENT.image,
  CONTENT.video,
  CONTENT.attachment,
] as const;

/** Whether a message can be saved: its kind has content of its own and it does not burn after reading. */
export function canSave(message: Entry): boolean {
  return SAVABLE_TYPES.some((type) => type === message.type) && !isToBurn(message);
}

/** The storage that a message uses: its stored files, or the UTF-8 bytes of a text. */
export function sizeOf(message: Entry, files: readonly { sizeBytes: number }[]): number {
  if (message.type !== CONTENT.text) return files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const { text } = JSON.parse(message.content) as { text: string }; // validated when it was sent
  return Buffer.byteLength(text);
}
