import { bounds, cleanLine, DomainError, invalid } from '../kernel/index.js';
import { ADJS, ANIMALS, BACKGROUNDS, FOREGROUNDS, TAGS, type IconPart, type TagBlock } from './options.js';

/** The parts of somebody's two pictures. */
export interface IconCodes {
  readonly adjCode: string;
  readonly animalCode: string;
  readonly backgroundCode: string;
  readonly foregroundCode: string;
}

/** The pictures that everybody begins with. */
export const FIRST_ICON: IconCodes = {
  adjCode: 'E00',
  animalCode: 'A00',
  backgroundCode: 'B01',
  foregroundCode: 'F01',
};

/** The picture of somebody who is not to be known. */
export const MASKED_ICON = 'masked.png';

const parts: Readonly<Record<keyof IconCodes, readonly IconPart[]>> = {
  adjCode: ADJS,
  animalCode: ANIMALS,
  backgroundCode: BACKGROUNDS,
  foregroundCode: FOREGROUNDS,
};

/** Refuses parts of pictures that there are not. Throws `no_such_icon`. */
export function checkIcon(codes: Partial<Readonly<Record<keyof IconCodes, string | undefined>>>): void {
  for (const [name, code] of Object.entries(codes) as [keyof IconCodes, string | undefined][]) {
    if (code !== undefined && !parts[name].some((part) => part.code === code))
      throw new DomainError('no_such_icon');
  }
}

/** Refuses tags that a block has not; answers each of the others once. Throws `invalid`. */
export function cleanTagIds(block: TagBlock, ids: readonly number[]): number[] {
  const known = TAGS[block].map((tag) => tag.id);
  if (!ids.every((id) => known.includes(id)))
    throw new DomainError('invalid', undefined, { field: block, allowed: known });
  return [...new Set(ids)];
}

/** Words of one's own as they are stored: each once, without what cannot be seen. Throws `invalid`. */
export function cleanTags(tags: readonly string[]): string[] {
  const { cardTags } = bounds.list;
  const max = bounds.text.tagCharacters;
  const clean = tags.map((tag) => cleanLine('tags', tag, { max, min: 0 })).filter((tag) => tag !== '');
  if (clean.length > cardTags) throw invalid('tags', 'length');
  return [...new Set(clean)];
}

/** What the button below an intro does: write a message, nothing, or wave. */
export type SendStatus = 'message' | 'sent' | 'wave';

/** Which button an intro has for somebody who looks at it. */
export function sendStatusOf(pair: {
  isSelf: boolean;
  areFriends: boolean;
  hasVip: boolean;
  acceptsChats: boolean;
  /** Who has written to the other, who has not answered. */
  writer: 'self' | 'other' | undefined;
}): SendStatus {
  if (pair.isSelf || pair.areFriends || pair.writer === 'other') return 'message';
  if (!pair.acceptsChats) return 'sent';
  if (pair.hasVip) return 'message';
  return pair.writer === 'self' ? 'sent' : 'wave';
}
