import type { Parts } from './parts.js';

/** Ids of elements, including their markers, as in the specification. */
export const MATROSKA = {
  head: 0x1a45dfa3,
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  seek: 0x4dbb,
  seekId: 0x53ab,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  muxingApp: 0x4d80,
  writingApp: 0x5741,
  tracks: 0x1654ae6b,
  track: 0xae,
  trackNumber: 0xd7,
  trackType: 0x83,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  cues: 0x1c53bb6b,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  position: 0xa7,
  previousSize: 0xab,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  void: 0xec,
  checksum: 0xbf,
} as const;

/** An element of the Matroska family, and its position. */
export interface Element {
  readonly id: number;
  readonly start: number;
  /** The offset of its content. */
  readonly contentStart: number;
  /** Clipped to the end of its parent. */
  readonly end: number;
  /** The size is unknown: written by a recorder that cannot seek back. */
  readonly isOpen: boolean;
  /** Whether its declared end is beyond its parent's. */
  readonly isCutOff: boolean;
}

/** The element at this position, or undefined if there is none. */
export function elementAt(bytes: Buffer, start: number, to: number): Element | undefined {
  const idBytes = Math.clz32(bytes[start] ?? 0) - 23;
  if (idBytes > 4 || start + idBytes >= to) return undefined;
  const sizeStart = start + idBytes;
  const sizeWidth = Math.clz32(bytes[sizeStart] ?? 0) - 23;
  const contentStart = sizeStart + sizeWidth;
  if (sizeWidth > 8 || contentStart > to) return undefined;
  let sizeBytes = (bytes[sizeStart] ?? 0) & (0xff >> sizeWidth);
  let isOpen = sizeBytes === 0xff >> sizeWidth;
  for (let at = sizeStart + 1; at < contentStart; at++) {
    isOpen &&= bytes[at] === 0xff;
    sizeBytes = sizeBytes * 256 + (bytes[at] ?? 0);
  }
  const id = bytes.readUIntBE(start, idBytes);
  const end = isOpen ? to : Math.min(contentStart + sizeBytes, to);
  return { id, start, contentStart, end, isOpen, isCutOff: !isOpen && contentStart + sizeBytes > to };
}

/**
 * The elements of a part of a Matroska or WebM. Anything that is not an element ends the sequence. Throws
 * `MediaRefused` if there are too many.
 */
export function* elementsIn(bytes: Buffer, parts: Parts, from = 0, to = bytes.length): Generator<Element> {
  let start = from;
  while (start < to) {
    const element = elementAt(bytes, start, to);
    if (!element) return;
    parts.count();
    yield element;
    start = element.end;
  }
}
