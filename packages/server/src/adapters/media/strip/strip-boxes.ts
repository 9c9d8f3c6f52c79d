import { boxesIn, type Box } from '../boxes.js';
import { Parts } from '../parts.js';
import { blankFragments, blankSamples, readDefaults } from './blank-samples.js';
import { blankFlacBlocks } from './strip-flac.js';

const names = (list: string): ReadonlySet<string> => new Set(list.match(/.{4}/g));

/** The boxes needed for playback, by their parent. */
const kept = {
  file: names('ftypmoovmdatmoofmfrasidxssixstyppdinwide'),
  moov: names('mvhdtrakmvexiods'),
  trak: names('tkhdedtstrefmdiatapt'),
  mdia: names('mdhdhdlrminfelng'),
  minf: names('vmhdsmhdnmhdgmhdhmhdsthddinfstblhdlr'),
  stbl: names('stsdsttscttscslgstscstszstz2stcoco64stssstpssdtpsbgpsgpdsubssaizsaiostshstdppadb'),
  moof: names('mfhdtraf'),
  traf: names('tfhdtfdttrunsdtpsbgpsgpdsubssaizsaiosenc'),
} as const;

/** Tracks that are played. Others contain text, locations and sensor data. */
const played = new Set(['vide', 'soun', 'auxv']);

/** Blanks all boxes of an MP4, MOV or 3GP that playback does not need. */
export function stripBoxes(bytes: Buffer): void {
  const parts = new Parts();
  /** Tracks that are not played, with their default sample size. */
  const dropped = new Map<number, number>();
  for (const box of keep(bytes, parts, kept.file, 0, bytes.length)) {
    if (box.name === 'moov') stripMovie(bytes, parts, box, dropped);
  }
  // After all other boxes: an index may be at the end.
  for (const box of boxesIn(bytes, parts)) {
    if (box.name !== 'moof') continue;
    if (dropped.size > 0) blankFragments(bytes, parts, box, dropped);
    for (const traf of keep(bytes, parts, kept.moof, box.contentStart, box.end)) {
      if (traf.name === 'traf') for (const _ of keep(bytes, parts, kept.traf, traf.contentStart, traf.end));
    }
  }
}

function stripMovie(bytes: Buffer, parts: Parts, moov: Box, dropped: Map<number, number>): void {
  const defaults = readDefaults(bytes, parts, moov);
  const tracks: Box[] = [];
  for (const box of keep(bytes, parts, kept.moov, moov.contentStart, moov.end)) {
    if (box.name === 'mvhd') blankTimes(bytes, box);
    if (box.name !== 'trak') continue;
    const { id, handler } = describe(bytes, parts, box);
    if (played.has(handler)) {
      tracks.push(box);
      continue;
    }
    dropped.set(id, defaults.get(id) ?? 0);
    blankSamples(bytes, parts, box);
    blank(bytes, box);
  }
  for (const track of tracks) stripTrack(bytes, parts, track, dropped.size > 0);
}

function describe(bytes: Buffer, parts: Parts, trak: Box): { id: number; handler: string } {
  let id = 0;
  let handler = '';
  for (const box of boxesIn(bytes, parts, trak.contentStart, trak.end)) {
    const at = box.contentStart;
    if (box.name === 'tkhd' && at + 24 <= box.end) id = bytes.readUInt32BE(at + (bytes[at] === 1 ? 20 : 12));
    if (box.name !== 'mdia') continue;
    for (const { name, contentStart } of boxesIn(bytes, parts, at, box.end))
      if (name === 'hdlr') handler = bytes.toString('latin1', contentStart + 8, contentStart + 12);
  }
  return { id, handler };
}

function stripTrack(bytes: Buffer, parts: Parts, trak: Box, isReferenceLost: boolean): void {
  for (const box of keep(bytes, parts, kept.trak, trak.contentStart, trak.end)) {
    if (box.name === 'tkhd') blankTimes(bytes, box);
    if (box.name === 'tref' && isReferenceLost) blank(bytes, box);
    if (box.name === 'mdia') stripMedia(bytes, parts, box);
  }
}

function stripMedia(bytes: Buffer, parts: Parts, mdia: Box): void {
  let isVideo = false;
  for (const box of keep(bytes, parts, kept.mdia, mdia.contentStart, mdia.end)) {
    if (box.name === 'mdhd') blankTimes(bytes, box);
    if (box.name === 'hdlr') {
      isVideo = bytes.toString('latin1', box.contentStart + 8, box.contentStart + 12) !== 'soun';
      // The component's manufacturer and name follow its kind.
      bytes.fill(0, box.contentStart + 12, box.end);
    }
    if (box.name !== 'minf') continue;
    for (const inner of keep(bytes, parts, kept.minf, box.contentStart, box.end)) {
      if (inner.name === 'hdlr') bytes.fill(0, inner.contentStart + 12, inner.end);
      if (inner.name === 'dinf') blankPaths(bytes, parts, inner);
      if (inner.name !== 'stbl') continue;
      for (const table of keep(bytes, parts, kept.stbl, inner.contentStart, inner.end))
        if (table.name === 'stsd') stripFormats(bytes, parts, table, isVideo);
    }
  }
}

/** The location of the samples: usually the file itself, so the path of the original is not needed. */
function blankPaths(bytes: Buffer, parts: Parts, dinf: Box): void {
  for (const dref of boxesIn(bytes, parts, dinf.contentStart, dinf.end))
    for (const { contentStart, end } of boxesIn(bytes, parts, dref.contentStart + 8, dref.end))
      if ((bytes[contentStart + 3] ?? 0) & 1) bytes.fill(0, contentStart + 4, end);
}

/** Blanks the name of the video encoder, and the comments in FLAC. */
function stripFormats(bytes: Buffer, parts: Parts, stsd: Box, isVideo: boolean): void {
  for (const { contentStart: at, end } of boxesIn(bytes, parts, stsd.contentStart + 8, stsd.end)) {
    if (isVideo) {
      bytes.fill(0, Math.min(at + 12, end), Math.min(at + 16, end));
      bytes.fill(0, Math.min(at + 42, end), Math.min(at + 74, end));
      continue;
    }
    for (const inner of boxesIn(bytes, parts, at + 28, end))
      if (inner.name === 'dfLa') blankFlacBlocks(bytes.subarray(inner.contentStart + 4, inner.end), 0);
  }
}

/** Blanks the times of creation and modification: two numbers of four or eight bytes. */
function blankTimes(bytes: Buffer, { contentStart, end }: Box): void {
  const isLong = bytes[contentStart] === 1;
  bytes.fill(0, Math.min(contentStart + 4, end), Math.min(contentStart + (isLong ? 20 : 12), end));
}

/** Blanks the boxes that are not on the list, and yields the others. */
function* keep(
  bytes: Buffer,
  parts: Parts,
  list: ReadonlySet<string>,
  from: number,
  to: number,
): Generator<Box> {
  for (const box of boxesIn(bytes, parts, from, to)) {
    if (list.has(box.name)) yield box;
    else blank(bytes, box);
  }
}

function blank(bytes: Buffer, { start, contentStart, end }: Box): void {
  bytes.write('free', start + 4, 'latin1');
  bytes.fill(0, contentStart, end);
}
