import { bounds } from './bounds.js';

/*
 * Numbers in the content of a message keep their spelling, although JavaScript would write 9007199254740993 and 1.10
 * differently. The spelling travels beside the value (in the map of its object) from the request to the database, and
 * as a marked text from the database to the response. Stored text never contains NUL, so it cannot look like a marked
 * one.
 */
const MARK = '\0#';
const MARKED = /"\\u0000#(-?\d[^"]*)"/g;

/** The number spellings, by member name, that JavaScript would write differently. */
const spellings = new WeakMap<object, Map<string, string>>();

/** Parses JSON with `parse` and remembers the spelling of its numbers. */
export function parseWithSpelling(text: string, parse: (text: string) => unknown = JSON.parse): unknown {
  const marked = markNumbers(text);
  return marked === text ? parse(text) : unmark(parse(marked), undefined, '');
}

/** Serializes a value with the number spellings that `parseWithSpelling` read. */
export function stringifyWithSpelling(value: unknown): string {
  // A function as the second argument makes `JSON.stringify` several times slower.
  if (!hasSpelling(value)) return JSON.stringify(value);
  let isMarked = false;
  const json = JSON.stringify(value, function (this: object, key: string, member: unknown) {
    const spelling = typeof member === 'number' ? spellings.get(this)?.get(key) : undefined;
    if (spelling === undefined) return member;
    isMarked = true;
    return MARK + spelling;
  });
  return isMarked ? restoreNumbers(json) : json;
}

function hasSpelling(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return spellings.has(value) || Object.values(value).some(hasSpelling);
}

/** A copy of an object with other members; unchanged numbers keep their spelling. */
export function withMembers<T extends object>(value: T, members: Partial<T>): T {
  const copy = { ...value, ...members };
  const known = spellings.get(value);
  if (known) spellings.set(copy, new Map([...known].filter(([name]) => !Object.hasOwn(members, name))));
  return copy;
}

/** Parses stored JSON for display: numbers that JavaScript would write differently become marked texts. */
export function parseForDisplay(text: string): unknown {
  return JSON.parse(markNumbers(text));
}

/** The number in a marked text, as it was spelled; other texts unchanged. */
export function spelled(text: string): string {
  return text.startsWith(MARK) ? text.slice(MARK.length) : text;
}

/** Replaces the marked texts in a JSON response with their numbers. */
export function restoreNumbers(json: string): string {
  return json.includes('\\u0000#') ? json.replace(MARKED, '$1') : json;
}

function unmark(value: unknown, holder: object | undefined, key: string): unknown {
  if (typeof value === 'string' && value.startsWith(MARK) && holder) {
    const spelling = value.slice(MARK.length);
    let known = spellings.get(holder);
    if (!known) spellings.set(holder, (known = new Map()));
    known.set(key, spelling);
    return Number(spelling);
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = value as Record<string, unknown>;
  for (const name of Object.keys(members)) {
    const member = members[name];
    if (typeof member === 'string' || typeof member === 'object') members[name] = unmark(member, value, name);
  }
  return value;
}

/** For most texts this test is the only work. */
const MAY_DIFFER = /\d[.eE]|\d{16}|-0/;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function markNumbers(text: string): string {
  // A client that writes the mark itself gets no spellings back.
  if (!MAY_DIFFER.test(text) || text.includes('\\u0000')) return text;
  let marked = '';
  let done = 0;
  let left: number = bounds.body.spelledNumbers;
  for (let i = 0; i < text.length && left > 0; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x22) i = endOfString(text, i);
    else if (isInNumber(c)) {
      const start = i;
      while (isInNumber(text.charCodeAt(i + 1))) i++;
      const number = text.slice(start, i + 1);
      if (number.length < 16 && !/[.eE]|^-0/.test(number)) continue;
      left--;
      if (!differs(number)) continue;
      marked += `${text.slice(done, start)}"\\u0000#${number}"`;
      done = i + 1;
    }
  }
  return done === 0 ? text : marked + text.slice(done);
}

/** Digits and the other characters of a number. */
function isInNumber(c: number): boolean {
  return (c >= 0x30 && c <= 0x39) || c === 0x2d || c === 0x2e || c === 0x2b || c === 0x65 || c === 0x45;
}

/** Whether JavaScript would write a finite number differently. */
function differs(number: string): boolean {
  if (number.length > bounds.body.spelledNumberCharacters || !NUMBER.test(number)) return false;
  const value = Number(number);
  if (String(value) === number || !Number.isFinite(value)) return false;
  // A number too small for a double would also be too small for the database.
  return value !== 0 || !/^[^eE]*[1-9]/.test(number);
}

/**
 * The end of the JSON string that begins at `start`. Searches for quotes with `indexOf`: a string may be a file of many
 * megabytes.
 */
export function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}
