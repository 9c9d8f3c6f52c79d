import { bounds } from '../bounds.js';
import { CONFUSABLES } from './confusables.js';

/** The form in which user names are compared: ignores case and width. */
export function usernameKey(username: string): string {
  return username.slice(0, bounds.text.usernameUnits).normalize('NFKC').toLowerCase();
}

/** The visual form of a user name (UTS 39), ignoring case: names with the same skeleton look alike. */
export function usernameSkeleton(username: string): string {
  const shown = username.slice(0, bounds.text.usernameUnits).normalize('NFKC');
  // First as written, then in lower case: I looks like l, and В like B.
  return prototypes(prototypes(shown).toLowerCase()).toLowerCase();
}

function prototypes(text: string): string {
  const characters = [...text.normalize('NFD')].map((character) => confusables.get(character) ?? character);
  return characters.join('').normalize('NFD');
}

const confusables = readConfusables();

function readConfusables(): ReadonlyMap<string, string> {
  const groups = CONFUSABLES.trim()
    .split(/\s+/)
    .map((group) => group.split(':'));
  return new Map(
    groups.flatMap(([target = '', sources = '']) => {
      const prototype = String.fromCodePoint(...target.split('+').map((code) => parseInt(code, 16)));
      return sources.split(',').map((code) => [String.fromCodePoint(parseInt(code, 16)), prototype] as const);
    }),
  );
}
