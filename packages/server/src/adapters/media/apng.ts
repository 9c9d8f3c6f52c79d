import { setImmediate as pause } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { Parts } from './parts.js';

/** A frame of an animation: its rectangle, and how to blend and dispose of it. */
interface Piece {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly delayMs: number;
  /** The state of its rectangle after display: kept, cleared or restored. */
  readonly dispose: 'none' | 'background' | 'previous';
  /** Whether it is blended over the canvas, or replaces it. */
  readonly isOver: boolean;
  readonly data: Buffer[];
}

/** The parts of an animated PNG, not decoded. */
export interface Apng {
  readonly width: number;
  readonly height: number;
  /** The number of plays; 0 for infinite. */
  readonly loop: number;
  readonly pieces: readonly Piece[];
  /** Chunks that every frame needs to be decoded. */
  readonly shared: readonly Buffer[];
}

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const SHARED = new Set(['IHDR', 'PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT']);
const PIXELS_BETWEEN_PAUSES = 500_000;

/** The animation of a PNG, or undefined if it has none. Throws `MediaRefused`. */
export function readApng(bytes: Buffer): Apng | undefined {
  if (bytes.length < 33) return undefined;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const shared: Buffer[] = [];
  const pieces: Piece[] = [];
  let loop: number | undefined;
  const parts = new Parts();
  for (let at = 8; at + 12 <= bytes.length;) {
    parts.count();
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    const name = bytes.toString('latin1', at + 4, at + 8);
    const content = bytes.subarray(at + 8, end - 4);
    if (name === 'IDAT' && loop === undefined) return undefined;
    if (name === 'acTL' && content.length >= 8) loop = content.readUInt32BE(4);
    if (name === 'fcTL' && content.length >= 26) pieces.push(readPiece(content));
    // A picture before the first frame is for programs that do not support animations.
    if (name === 'IDAT') pieces.at(-1)?.data.push(content);
    if (name === 'fdAT') pieces.at(-1)?.data.push(content.subarray(4));
    if (SHARED.has(name) && pieces.length === 0) shared.push(bytes.subarray(at, end));
    // The first frame control chunk may precede the palette.
    else if (SHARED.has(name) && pieces.length === 1 && pieces[0]?.data.length === 0)
      shared.push(bytes.subarray(at, end));
    at = end;
  }
  const fits = (piece: Piece) =>
    piece.data.length > 0 && piece.left + piece.width <= width && piece.top + piece.height <= height;
  if (loop === undefined || pieces.length < 2 || !pieces.every(fits)) return undefined;
  return { width, height, loop, pieces, shared };
}

function readPiece(content: Buffer): Piece {
  return {
    width: content.readUInt32BE(4),
    height: content.readUInt32BE(8),
    left: content.readUInt32BE(12),
    top: content.readUInt32BE(16),
    delayMs: Math.round((content.readUInt16BE(20) * 1000) / (content.readUInt16BE(22) || 100)),
    dispose: (['none', 'background', 'previous'] as const)[content[24] ?? 0] ?? 'none',
    isOver: content[25] === 1,
    data: [],
  };
}

/** The rendered frames of an animation in order, four bytes per pixel. All share one buffer. */
export async function* framesOf(
  { width, height, pieces, shared }: Apng,
  decode: (png: Buffer) => Promise<Buffer>,
): AsyncGenerator<Buffer> {
  const canvas = Buffer.alloc(width * height * 4);
  for (const [n, piece] of pieces.entries()) {
    const rows = rowsOf(piece, width);
    const dispose = n === 0 && piece.dispose === 'previous' ? 'background' : piece.dispose;
    const before =
      dispose === 'previous' ? rows.map(([from, to]) => Buffer.from(canvas.subarray(from, to))) : [];
    const pixels = await decode(asPng(piece, shared));
    const rowBytes = piece.width * 4;
    for (const [y, [from, to]] of rows.entries()) {
      const row = pixels.subarray(y * rowBytes, (y + 1) * rowBytes);
      if (piece.isOver) drawOver(canvas.subarray(from, to), row);
      else row.copy(canvas, from);
      if (((y + 1) * piece.width) % PIXELS_BETWEEN_PAUSES < piece.width) await pause();
    }
    yield canvas;
    for (const [y, [from, to]] of rows.entries()) {
      if (dispose === 'background') canvas.fill(0, from, to);
      before[y]?.copy(canvas, from);
    }
  }
}

/** The byte range of each row of a frame within the canvas. */
function rowsOf({ left, top, width, height }: Piece, pictureWidth: number): [from: number, to: number][] {
  return Array.from({ length: height }, (_, y) => {
    const from = ((top + y) * pictureWidth + left) * 4;
    return [from, from + width * 4];
  });
}

function drawOver(below: Buffer, above: Buffer): void {
  for (let at = 0; at + 4 <= above.length; at += 4) {
    const alpha = (above[at + 3] ?? 0) / 255;
    if (alpha === 0) continue;
    const rest = ((below[at + 3] ?? 0) / 255) * (1 - alpha);
    const whole = alpha + rest;
    for (let i = at; i < at + 3; i++)
      below[i] = Math.round(((above[i] ?? 0) * alpha + (below[i] ?? 0) * rest) / whole);
    below[at + 3] = Math.round(whole * 255);
  }
}

/** Wraps a frame in a standalone PNG. */
function asPng({ width, height, data }: Piece, shared: readonly Buffer[]): Buffer {
  const [head, ...others] = shared;
  const size = Buffer.from(head?.subarray(8, -4) ?? []);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([SIGNATURE, chunk('IHDR', size), ...others, chunk('IDAT', Buffer.concat(data)), chunk('IEND', Buffer.alloc(0))]); // prettier-ignore
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), content]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(content.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}
