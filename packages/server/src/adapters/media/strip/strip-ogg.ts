import { Parts } from '../parts.js';
import { blankFlacBlocks } from './strip-flac.js';

/** An Ogg stream whose header is still being read. */
interface Stream {
  /** Empties a header packet; false if the packet is not part of the header. */
  readonly empty: (packet: Buffer) => boolean;
  /** The positions of the current packet's pieces, and of their pages. */
  pieces: [start: number, end: number][];
  pages: [start: number, end: number][];
}

/** Empties the comments of Vorbis, Opus, Speex and FLAC in an Ogg. */
export function stripOgg(bytes: Buffer): void {
  const parts = new Parts();
  const streams = new Map<number, Stream>();
  for (let start = 0; bytes.toString('latin1', start, start + 4) === 'OggS' && start + 27 <= bytes.length;) {
    parts.count();
    const serial = bytes.readUInt32LE(start + 14);
    const lacing = bytes.subarray(start + 27, start + 27 + (bytes[start + 26] ?? 0));
    const contentStart = start + 27 + lacing.length;
    const end = lacing.reduce((sum, sizeBytes) => sum + sizeBytes, contentStart);
    if (end > bytes.length) return;
    if ((bytes[start + 5] ?? 0) & 2) {
      const stream = openStream(bytes.subarray(contentStart, end));
      if (stream) streams.set(serial, stream);
    } else {
      const stream = streams.get(serial);
      if (stream && !readPage(bytes, stream, { start, contentStart, end, lacing })) streams.delete(serial);
    }
    start = end;
  }
}

/** Determines from a stream's first packet how to treat the next ones. */
function openStream(first: Buffer): Stream | undefined {
  const head = first.toString('latin1', 0, 8);
  const once = (empty: (packet: Buffer) => void) => (packet: Buffer) => (empty(packet), false);
  const empty = head.startsWith('\x01vorbis')
    ? once(emptyVorbisComment)
    : head === 'OpusHead'
      ? once((packet) => emptyFrom(packet, 8))
      : head === 'Speex   '
        ? once((packet) => emptyFrom(packet, 0))
        : head.startsWith('\x7fFLAC')
          ? emptyFlacPacket
          : undefined;
  return empty && { empty, pieces: [], pages: [] };
}

interface Page {
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
  readonly lacing: Uint8Array;
}

/** Follows the packets of a page; false once the header of its stream has ended. */
function readPage(bytes: Buffer, stream: Stream, { start, contentStart, end, lacing }: Page): boolean {
  let at = contentStart;
  stream.pages.push([start, end]);
  for (const sizeBytes of lacing) {
    stream.pieces.push([at, at + sizeBytes]);
    at += sizeBytes;
    // A piece of 255 bytes continues in the next one.
    if (sizeBytes === 255) continue;
    const packet = Buffer.concat(stream.pieces.map(([from, to]) => bytes.subarray(from, to)));
    const goesOn = stream.empty(packet);
    let written = 0;
    for (const [from, to] of stream.pieces) written += packet.copy(bytes, from, written, written + to - from);
    for (const [from, to] of stream.pages) writeChecksum(bytes.subarray(from, to));
    stream.pieces = [];
    stream.pages = [[start, end]];
    if (!goesOn) return false;
  }
  return true;
}

/** Vorbis comments: a signature, a text and a list (both may be empty), and a bit. */
export function emptyVorbisComment(packet: Buffer): void {
  emptyFrom(packet, 7);
  if (packet.length > 15) packet[15] = 1;
}

function emptyFrom(packet: Buffer, start: number): void {
  packet.fill(0, Math.min(start, packet.length));
}

function emptyFlacPacket(packet: Buffer): boolean {
  // Audio begins with this byte.
  if (packet[0] === 0xff) return false;
  blankFlacBlocks(packet, 0);
  return ((packet[0] ?? 0) & 0x80) === 0;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte << 24;
  for (let bit = 0; bit < 8; bit++) sum = (sum << 1) ^ (sum & 0x80000000 ? 0x04c11db7 : 0);
  return sum >>> 0;
});

function writeChecksum(page: Buffer): void {
  page.writeUInt32LE(0, 22);
  let sum = 0;
  for (const byte of page) sum = ((sum << 8) ^ (table[((sum >>> 24) ^ byte) & 255] ?? 0)) >>> 0;
  page.writeUInt32LE(sum, 22);
}
