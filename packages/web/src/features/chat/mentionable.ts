import { fold } from '../../client/fold.js';

/** Somebody whom a message in a group can mention. */
export interface Mentionable {
  /** `all` is everybody. */
  readonly id: number | 'all';
  /** As it is written after the `@`: the same for all members. */
  readonly name: string;
  /** As the reader knows them. */
  readonly shownName: string;
  /** The first letter by the reading of the name. */
  readonly letter: string;
}

/** Those whom a text after the `@` may mean: by name, by the reader's name for them, by the letter of its reading. */
export function matching(people: readonly Mentionable[], text: string): readonly Mentionable[] {
  const wanted = fold(text);
  return people.filter(
    ({ name, shownName, letter }) =>
      fold(name).includes(wanted) || fold(shownName).includes(wanted) || fold(letter) === wanted,
  );
}

/** The mention that ends at a place of a text, with the space behind it: both are deleted as one. */
export function mentionBefore(
  text: string,
  caret: number,
  names: readonly string[],
): { readonly from: number; readonly to: number } | undefined {
  const before = text.slice(0, caret);
  const token = names.flatMap((name) => [`@${name} `, `@${name}`]).find((one) => before.endsWith(one));
  return token === undefined ? undefined : { from: caret - token.length, to: caret };
}

/** Whom a text mentions: of people with the same name the one who was chosen while it was written, or the first. */
export function mentionsIn(
  text: string,
  { chosen, people }: { readonly chosen: readonly Mentionable[]; readonly people: readonly Mentionable[] },
): number[] | 'all' | undefined {
  const known = [...chosen.toReversed(), ...people];
  const parts = splitMentions(
    text,
    known.map(({ name }) => name),
  );
  const found = parts.flatMap((part) => known.find(({ name }) => part === `@${name}`)?.id ?? []);
  if (found.includes('all')) return 'all';
  const ids = found.filter((id) => id !== 'all');
  return ids.length === 0 ? undefined : [...new Set(ids)];
}

/** A text in parts: each name that follows an `@` is one, the longest first. */
export function splitMentions(text: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [text];
  const longestFirst = names.toSorted((a, b) => b.length - a.length).map(escape);
  return text.split(new RegExp(`(@(?:${longestFirst.join('|')}))`, 'u'));
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, String.raw`\$&`);
}
