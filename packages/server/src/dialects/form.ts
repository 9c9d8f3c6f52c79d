import { bounds, invalid } from '@kith/core/kernel';
import { isAscii, isUtf8 } from 'node:buffer';

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const PERCENT = 0x25;
const PLUS = 0x2b;
const BLANK = 0x20;

/** The value of a hexadecimal digit by its character code, or -1. */
const DIGITS = Int8Array.from({ length: 256 }, (_, code) => {
  const value = parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? -1 : value;
});

/**
 * Parses a form; a repeated name becomes a list. Takes linear time, and values are counted before the first is read. A
 * lone `%` stands for itself. A value longer than `keepsPlusAboveBytes` is a file in base64: there, a plus stands for
 * itself because clients forget to escape it, and a lone `%` is rejected. Throws `invalid` for too many values and for
 * invalid UTF-8.
 */
export function readForm(body: Buffer, { keepsPlusAboveBytes = Infinity } = {}): Record<string, unknown> {
  requireBoundedParts(body, '&');
  if (!isAscii(body) && !isUtf8(body)) throw invalid('body');
  const values = Object.create(null) as Record<string, unknown>; // no name of a form reaches a prototype
  for (let start = 0; start < body.length;) {
    const found = body.indexOf(AMPERSAND, start);
    const end = found === -1 ? body.length : found;
    const pair = body.subarray(start, end);
    if (pair.length > 0) {
      const equals = pair.indexOf(EQUALS);
      const isPlusBlank = pair.length <= keepsPlusAboveBytes;
      const name = unescape(equals === -1 ? pair : pair.subarray(0, equals), isPlusBlank);
      addValue(values, name, equals === -1 ? '' : unescape(pair.subarray(equals + 1), isPlusBlank));
    }
    start = end + 1;
  }
  return values;
}

/** Adds a value under a name; a repeated name becomes a list. */
export function addValue(values: Record<string, unknown>, name: string, value: unknown): void {
  const before = values[name];
  if (before === undefined) values[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else values[name] = [before, value];
}

/** Rejects a body with too many separators. Throws `invalid`. */
export function requireBoundedParts(body: Buffer, between: string): void {
  let amount = 0;
  for (let at = body.indexOf(between); at !== -1; at = body.indexOf(between, at + between.length))
    if (++amount >= bounds.body.values) throw invalid('body');
}

function unescape(part: Buffer, isPlusBlank: boolean): string {
  const isPlain = !part.includes(PERCENT) && !(isPlusBlank && part.includes(PLUS));
  if (isPlain) return part.toString('utf8');
  const bytes = Buffer.allocUnsafe(part.length);
  // A copy with `?` in place of unescaped bytes: the escaped bytes alone must be valid UTF-8.
  const escaped = Buffer.allocUnsafe(part.length);
  let length = 0;
  for (let i = 0; i < part.length; i++, length++) {
    const byte = part[i] ?? 0;
    const high = byte === PERCENT ? digitAt(part, i + 1) : -1;
    const low = high === -1 ? -1 : digitAt(part, i + 2);
    if (low === -1) {
      if (byte === PERCENT && !isPlusBlank) throw invalid('body');
      bytes[length] = byte === PLUS && isPlusBlank ? BLANK : byte;
      escaped[length] = 0x3f;
    } else {
      bytes[length] = escaped[length] = (high << 4) | low;
      i += 2;
    }
  }
  if (!isUtf8(escaped.subarray(0, length))) throw invalid('body');
  return bytes.toString('utf8', 0, length);
}

function digitAt(part: Buffer, index: number): number {
  return DIGITS[part[index] ?? 0] ?? -1;
}
