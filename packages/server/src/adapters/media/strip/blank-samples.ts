import { MediaRefused } from '@kith/core/ports';
import { boxesIn, type Box } from '../boxes.js';
import type { Parts } from '../parts.js';

/** Blanks the samples of a track at the positions in its tables. Throws `MediaRefused` for invalid tables. */
export function blankSamples(bytes: Buffer, parts: Parts, trak: Box): void {
  const tables = new Map<string, Buffer>();
  const open = [trak];
  for (let box = open.pop(); box; box = open.pop()) {
    for (const inner of boxesIn(bytes, parts, box.contentStart, box.end)) {
      if (['mdia', 'minf', 'stbl'].includes(inner.name)) open.push(inner);
      else tables.set(inner.name, bytes.subarray(inner.contentStart, inner.end));
    }
  }
  const eraser = new Eraser(bytes);
  const offsets = tables.has('co64')
    ? numbersOf(tables.get('co64'), parts, 8)
    : numbersOf(tables.get('stco'), parts);
  const runs = runsOf(tables.get('stsc'), parts);
  const sizeOf = sizesOf(tables.get('stsz'));
  let sample = 0;
  let run = 0;
  for (const [chunk, offset] of offsets.entries()) {
    while (run + 1 < runs.length && (runs[run + 1]?.firstChunk ?? 0) <= chunk + 1) run += 1;
    let sizeBytes = 0;
    for (let n = 0; n < (runs[run]?.samples ?? 0); n++) {
      parts.count();
      sizeBytes += sizeOf(sample++);
    }
    eraser.erase(offset, sizeBytes);
  }
}

/** The default sample size of each track, for fragments that do not state it. */
export function readDefaults(bytes: Buffer, parts: Parts, moov: Box): Map<number, number> {
  const defaults = new Map<number, number>();
  for (const box of boxesIn(bytes, parts, moov.contentStart, moov.end)) {
    if (box.name !== 'mvex') continue;
    for (const { name, contentStart: at, end } of boxesIn(bytes, parts, box.contentStart, box.end))
      if (name === 'trex' && at + 20 <= end)
        defaults.set(bytes.readUInt32BE(at + 4), bytes.readUInt32BE(at + 16));
  }
  return defaults;
}

/** Blanks the samples of some tracks in a fragment. Throws `MediaRefused` for invalid tables. */
export function blankFragments(
  bytes: Buffer,
  parts: Parts,
  moof: Box,
  tracks: ReadonlyMap<number, number>,
): void {
  const eraser = new Eraser(bytes);
  let at = moof.start;
  for (const traf of boxesIn(bytes, parts, moof.contentStart, moof.end)) {
    if (traf.name !== 'traf') continue;
    let isErased = false;
    let base = at;
    let defaultSize = 0;
    for (const { name, contentStart, end } of boxesIn(bytes, parts, traf.contentStart, traf.end)) {
      const content = new Reader(bytes, contentStart, end);
      const flags = content.next() & 0xffffff;
      if (name === 'tfhd') {
        const id = content.next();
        isErased = tracks.has(id);
        if (flags & 1) base = content.next() * 2 ** 32 + content.next();
        else if (flags & 0x20000) base = moof.start;
        if (flags & 2) content.next();
        if (flags & 8) content.next();
        defaultSize = flags & 0x10 ? content.next() : (tracks.get(id) ?? 0);
        at = base;
      }
      if (name !== 'trun') continue;
      const count = content.next();
      if (flags & 1) at = base + (content.next() | 0);
      if (flags & 4) content.next();
      const start = at;
      const fields = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag);
      if (fields.length === 0) at += count * defaultSize;
      for (let n = 0; n < count && fields.length > 0 && content.hasNext(); n++) {
        parts.count();
        let sizeBytes = defaultSize;
        for (const field of fields) {
          const value = content.next();
          if (field === 0x200) sizeBytes = value;
        }
        at += sizeBytes;
      }
      if (isErased) eraser.erase(start, at - start);
    }
  }
}

/** Blanks parts of a file, in total no more than its size: tables may refer to the same part a million times. */
class Eraser {
  readonly #bytes: Buffer;
  #left: number;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#left = bytes.length;
  }

  erase(start: number, sizeBytes: number): void {
    this.#left -= sizeBytes;
    if (this.#left < 0 || start < 0) throw new MediaRefused('damaged');
    this.#bytes.fill(0, Math.min(start, this.#bytes.length), Math.min(start + sizeBytes, this.#bytes.length));
  }
}

/** Reads the numbers of a box in order; 0 after the last. */
class Reader {
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;

  constructor(bytes: Buffer, start: number, end: number) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  hasNext(): boolean {
    return this.#at + 4 <= this.#end;
  }

  next(): number {
    if (!this.hasNext()) return 0;
    this.#at += 4;
    return this.#bytes.readUInt32BE(this.#at - 4);
  }
}

/** The numbers of a table after its header, which contains a version and the number of entries. */
function numbersOf(table: Buffer | undefined, parts: Parts, width: 4 | 8 = 4): number[] {
  if (!table) return [];
  const length = Math.max(0, Math.floor((table.length - 8) / width));
  parts.count(length);
  return Array.from({ length }, (_, i) =>
    width === 4 ? table.readUInt32BE(8 + i * 4) : Number(table.readBigUInt64BE(8 + i * 8)),
  );
}

function runsOf(table: Buffer | undefined, parts: Parts): { firstChunk: number; samples: number }[] {
  const numbers = numbersOf(table, parts);
  return Array.from({ length: Math.floor(numbers.length / 3) }, (_, i) => ({
    firstChunk: numbers[i * 3] ?? 0,
    samples: numbers[i * 3 + 1] ?? 0,
  }));
}

function sizesOf(table: Buffer | undefined): (sample: number) => number {
  if (!table || table.length < 12) return () => 0;
  const same = table.readUInt32BE(4);
  if (same > 0) return () => same;
  return (sample) => (16 + sample * 4 <= table.length ? table.readUInt32BE(12 + sample * 4) : 0);
}
