import { CONTENT_TYPES, type imShapes } from '@kith/contract';
import { fold } from '../../client/fold.js';

/** A message that the reader has saved. */
export type Favourite = imShapes.Favourite;

/** The kinds of favourites, and the type of the messages of each. */
export const KINDS = {
  text: CONTENT_TYPES.text,
  picture: CONTENT_TYPES.image,
  voice: CONTENT_TYPES.voice,
  video: CONTENT_TYPES.video,
  file: CONTENT_TYPES.attachment,
} as const;
export type Kind = keyof typeof KINDS;
export const KIND_NAMES: readonly Kind[] = ['text', 'picture', 'voice', 'video', 'file'];

/** Whether messages of a type can be saved; the server also refuses what burns after reading. */
export function canBeFavourite(type: number): boolean {
  return KIND_NAMES.some((kind) => KINDS[kind] === type);
}

/** The kind of a favourite; undefined for one that a later version has saved. */
export function kindOf({ content_type: type }: Favourite): Kind | undefined {
  return KIND_NAMES.find((kind) => KINDS[kind] === type);
}

/** Whether a favourite has a text in its words, its file name or the name of its writer. */
export function matches({ content, user_info: writer }: Favourite, text: string): boolean {
  const wanted = fold(text.trim());
  return [content.text, content.name, writer.nickname].some((part) => fold(part).includes(wanted));
}
