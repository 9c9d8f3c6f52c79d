import { CONTENT_TYPES } from '@kith/contract';
import { captureStill } from '../../client/capture-still.js';
import type { Attachment } from '../../client/attachments.js';
import type { MessageRow } from '../../client/messages/rows.js';
import { reducePicture, sizeOfPicture } from '../../client/reduce-picture.js';

/** What the server takes as pictures and videos; everything else goes as a file. */
const PICTURES = /^image\/(?:jpeg|png|gif|webp|hei[cf]|avif)$/;
const VIDEOS = /^video\/(?:mp4|webm|quicktime|3gpp|x-matroska|x-m4v)$/;

/** Whether a file can be shown in the chat, rather than only saved. */
export function isShown({ type }: File): boolean {
  return PICTURES.test(type) || VIDEOS.test(type);
}

interface Described {
  readonly type: number;
  readonly content: MessageRow['content'];
  /** What is uploaded. */
  readonly file: File;
}

/** The message for an attachment: its content has what can be known before the upload. */
export async function describe({ file, isPlain, isOriginal = false }: Attachment): Promise<Described> {
  if (!isPlain && PICTURES.test(file.type)) {
    const sent = isOriginal ? file : await reducePicture(file);
    const { width: w, height: h } = await sizeOfPicture(sent);
    return { type: CONTENT_TYPES.image, content: { w, h }, file: sent };
  }
  if (!isPlain && VIDEOS.test(file.type)) {
    const still = await captureStill(file);
    const length = clock(still?.seconds ?? 0);
    const content = { length, w: still?.width ?? 0, h: still?.height ?? 0 };
    return { type: CONTENT_TYPES.video, content, file };
  }
  return {
    type: CONTENT_TYPES.attachment,
    content: { name: file.name, length: Math.ceil(file.size / 1024) },
    file,
  };
}

/** A length as "mm:ss", the form of the Chat API. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return [Math.floor(whole / 60), whole % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** Pictures and videos stand for themselves, without a bubble, unless they reply to something. */
export function isBare({ type, replyTo, isRecalled, entry }: MessageRow): boolean {
  const isSeen = type === CONTENT_TYPES.image || type === CONTENT_TYPES.video;
  return isSeen && replyTo === undefined && !isRecalled && !entry?.withheld;
}
