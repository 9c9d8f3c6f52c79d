import { elementsIn, elementAt, MATROSKA as M, type Element } from '../elements.js';
import { Parts } from '../parts.js';
import { blankFlacBlocks } from './strip-flac.js';
import { emptyVorbisComment } from './strip-ogg.js';

/** Needed for playback: parts of a segment, and of its clusters. */
const kept = new Set<number>([M.seekHead, M.info, M.tracks, M.cues]);
const keptInCluster = new Set<number>([M.timestamp, M.position, M.previousSize]);
const keptInInfo = new Set<number>([M.timestampScale, M.duration]);
/** Required by the format, but may be empty. */
const emptiedInInfo = new Set<number>([M.muxingApp, M.writingApp]);
/** Parts of a track that playback does not need: its name, encoder settings, names and URLs of codecs, attachments. */
const blankedInTrack = new Set<number>([0x536e, 0x3a9697, 0x258688, 0x3b4040, 0x26b240, 0x7446]);

const VIDEO = 1;
const AUDIO = 2;

/** Turns all elements of a WebM or Matroska that playback does not need into padding. */
export function stripElements(bytes: Buffer): void {
  const parts = new Parts();
  /** Numbers of tracks that are neither video nor audio. */
  const dropped = new Set<number>();
  let at = 0;
  for (let element = elementAt(bytes, at, bytes.length); element;) {
    parts.count();
    at = stripOne(bytes, parts, element, dropped) ? element.contentStart : element.end;
    element = elementAt(bytes, at, bytes.length);
  }
}

/** Strips an element of the file, a segment or a cluster. Returns whether to descend into it. */
function stripOne(bytes: Buffer, parts: Parts, element: Element, dropped: Set<number>): boolean {
  const { id, isOpen, contentStart, end } = element;
  if (id === M.segment) return true;
  // A recorder leaves clusters open, so the next one lies inside. Others need a visit only if there are tracks to drop.
  if (id === M.cluster) return isOpen || dropped.size > 0;
  if (id === M.simpleBlock) {
    if (dropped.has(trackOf(bytes, contentStart))) blank(bytes, element);
  } else if (id === M.blockGroup) {
    for (const part of elementsIn(bytes, parts, contentStart, end)) {
      if (part.id === M.block && dropped.has(trackOf(bytes, part.contentStart))) {
        blank(bytes, element);
        break;
      }
    }
  } else if (id === M.info) {
    stripInfo(bytes, parts, element);
  } else if (id === M.tracks) {
    stripTracks(bytes, parts, element, dropped);
  } else if (id === M.seekHead) {
    stripSeekHead(bytes, parts, element);
  } else if (id !== M.head && !kept.has(id) && !keptInCluster.has(id)) {
    blank(bytes, element);
  }
  return false;
}

function stripInfo(bytes: Buffer, parts: Parts, info: Element): void {
  for (const element of elementsIn(bytes, parts, info.contentStart, info.end)) {
    if (emptiedInInfo.has(element.id)) bytes.fill(0, element.contentStart, element.end);
    else if (!keptInInfo.has(element.id)) blank(bytes, element);
  }
}

function stripTracks(bytes: Buffer, parts: Parts, tracks: Element, dropped: Set<number>): void {
  for (const track of elementsIn(bytes, parts, tracks.contentStart, tracks.end)) {
    const found = [...elementsIn(bytes, parts, track.contentStart, track.end)];
    const numberIn = (id: number): number => {
      const element = found.find((one) => one.id === id);
      return element ? Number(`0x0${bytes.toString('hex', element.contentStart, element.end)}`) : 0;
    };
    if (track.id !== M.track || ![VIDEO, AUDIO].includes(numberIn(M.trackType))) {
      if (track.id === M.track) dropped.add(numberIn(M.trackNumber));
      blank(bytes, track);
      continue;
    }
    const codec = found.find(({ id }) => id === M.codecId);
    for (const element of found) {
      if (blankedInTrack.has(element.id) || isPadding(element)) blank(bytes, element);
      if (element.id === M.codecPrivate && codec)
        stripPrivate(bytes.subarray(element.contentStart, element.end), bytes.toString('latin1', codec.contentStart, codec.end)); // prettier-ignore
    }
  }
}

/** The decoder data also contains comments in two formats. */
function stripPrivate(bytes: Buffer, codec: string): void {
  if (codec.startsWith('A_FLAC')) blankFlacBlocks(bytes);
  if (!codec.startsWith('A_VORBIS') || bytes[0] !== 2) return;
  // Three packets. The sizes of the first two precede them, each a sum of bytes that ends with one below 255.
  const sizes: number[] = [];
  let at = 1;
  while (sizes.length < 2 && at < bytes.length) {
    let size = 0;
    while (bytes[at] === 255) size += bytes[at++] ?? 0;
    sizes.push(size + (bytes[at++] ?? 0));
  }
  const [first = 0, second = 0] = sizes;
  emptyVorbisComment(bytes.subarray(at + first, at + first + second));
}

function stripSeekHead(bytes: Buffer, parts: Parts, seekHead: Element): void {
  for (const seek of elementsIn(bytes, parts, seekHead.contentStart, seekHead.end)) {
    const target = [...elementsIn(bytes, parts, seek.contentStart, seek.end)].find(
      ({ id }) => id === M.seekId,
    );
    const id = target ? Number(`0x0${bytes.toString('hex', target.contentStart, target.end)}`) : 0;
    if (seek.id !== M.seek || !(kept.has(id) || id === M.cluster)) blank(bytes, seek);
  }
}

/** A checksum becomes padding because it no longer matches. */
function isPadding({ id }: Element): boolean {
  return id === M.void || id === M.checksum;
}

function trackOf(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first & 0x80) return first & 0x7f;
  return first & 0x40 ? ((first & 0x3f) << 8) | (bytes[at + 1] ?? 0) : -1;
}

/** Turns an element into padding of the same size. */
function blank(bytes: Buffer, { start, end }: Element): void {
  const width = end - start <= 128 ? 1 : 8;
  const sizeBytes = end - start - 1 - width;
  if (sizeBytes < 0) return;
  bytes.fill(0, start, end);
  bytes[start] = M.void;
  if (width === 1) bytes[start + 1] = 0x80 | sizeBytes;
  else bytes.writeBigUInt64BE((1n << 56n) | BigInt(sizeBytes), start + 1);
}
