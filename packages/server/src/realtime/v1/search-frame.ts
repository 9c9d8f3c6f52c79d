import type { realtime } from '@kith/contract';
import type { FoundPage } from '@kith/core/conversations';
import { encodeFrame } from './frames.js';
import { presentFace, presentPreview } from './list-frame.js';

/** A page of a search in messages: even the largest one fits into a frame. */
export function encodeSearchFrame(cid: string, { messages, next }: FoundPage): string {
  const found = messages.map(({ id, entry, excerpt, writerName, conversation: { conversation } }) => ({
    ...presentPreview(id, entry),
    to: conversation.listId,
    text: excerpt,
    ...(writerName !== null && { name: writerName }),
  }));
  const faces = new Map(messages.map(({ id, conversation }) => [id, presentFace(conversation)]));
  const frame: realtime.SearchFrame = { t: 'search', cid, found, conversations: [...faces.values()] };
  return encodeFrame({ ...frame, ...(next !== undefined && { next }) });
}
