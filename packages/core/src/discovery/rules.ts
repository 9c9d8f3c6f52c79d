import { bounds, cleanLine, DomainError, invalid } from '../kernel/index.js';
import { ICON_PARTS, TAG_IDS, type TagBlock } from './options.js';

/** The parts of an account's two pictures. */
export interface IconCodes {
  readonly adjCode: string;
  readonly animalCode: string;
  readonly backgroundCode: string;
  readonly foregroundCode: string;
}

/** The initial pictures. */
export const FIRST_ICON: IconCodes = {
  adjCode: 'E00',
  animalCode: 'A00',
  backgroundCode: 'B01',
  foregroundCode: 'F01',
};

/** The picture of a masked person. */
export const MASKED_ICON = 'masked.png';

/** Rejects parts of pictures that do not exist. Throws `no_such_icon`. */
export function checkIcon(codes: Partial<Readonly<Record<keyof IconCodes, string | undefined>>>): void {
  for (const [name, code] of Object.entries(codes) as [keyof IconCodes, string | undefined][]) {
    const known: readonly string[] = ICON_PARTS[name];
    if (code !== undefined && !known.includes(code)) throw new DomainError('no_such_icon');
  }
}

/** Rejects tags that a block does not have and removes duplicates. Throws `invalid`. */
export function cleanTagIds(block: TagBlock, ids: readonly number[]): number[] {
  const known: readonly number[] = TAG_IDS[block];
  if (!ids.every((id) => known.includes(id)))
    throw new DomainError('invalid', undefined, { field: block, allowed: known });
  return [...new Set(ids)];
}

/** Cleans free tags for storage: without duplicates and empty ones. Throws `invalid`. */
export function cleanTags(tags: readonly string[]): string[] {
  const { cardTags } = bounds.list;
  const max = bounds.text.tagCharacters;
  const clean = tags.map((tag) => cleanLine('tags', tag, { max, min: 0 })).filter((tag) => tag !== '');
  if (clean.length > cardTags) throw invalid('tags', 'length', cardTags);
  return [...new Set(clean)];
}

/** The action of the button below an intro: write a message, none, or wave. */
export type SendStatus = 'message' | 'sent' | 'wave';

/** The button of an intro for a viewer. */
export function sendStatusOf(pair: {
  isSelf: boolean;
  areFriends: boolean;
  hasVip: boolean;
  acceptsChats: boolean;
  /** The side that has written to the other without an answer so far. */
  writer: 'self' | 'other' | undefined;
}): SendStatus {
  if (pair.isSelf || pair.areFriends || pair.writer === 'other') return 'message';
  if (!pair.acceptsChats) return 'sent';
  if (pair.hasVip) return 'message';
  return pair.writer === 'self' ? 'sent' : 'wave';
}
