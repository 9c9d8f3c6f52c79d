import { MediaRefused } from '@kith/core/ports';

/** The audio between the tags of an MP3 or AAC: ID3 of all versions, APE and Lyrics3, in any number and order. */
export function cutTags(bytes: Buffer): Buffer {
  let sound = bytes;
  for (;;) {
    const first = tagAtStart(sound);
    const last = tagAtEnd(sound);
    if (first === 0 && last === 0) return sound;
    if (first + last >= sound.length) throw new MediaRefused('damaged');
    sound = sound.subarray(first, sound.length - last);
  }
}

function tagAtStart(bytes: Buffer): number {
  const text = bytes.toString('latin1', 0, 8);
  if (text.startsWith('ID3') && bytes.length >= 10)
    return 10 + syncSafe(bytes, 6) + ((bytes[5] ?? 0) & 0x10 ? 10 : 0);
  if (text === 'APETAGEX' && bytes.length >= 32) return 32 + bytes.readUInt32LE(12);
  return 0;
}

function tagAtEnd(bytes: Buffer): number {
  const end = bytes.length;
  const text = (from: number, length: number) =>
    end >= from ? bytes.toString('latin1', end - from, end - from + length) : '';
  if (text(128, 3) === 'TAG') return text(355, 4) === 'TAG+' ? 355 : 128;
  if (text(32, 8) === 'APETAGEX')
    return bytes.readUInt32LE(end - 20) + ((bytes[end - 9] ?? 0) & 0x80 ? 32 : 0);
  if (text(9, 9) === 'LYRICS200') return 15 + (Number(text(15, 6)) || 0);
  if (text(9, 9) === 'LYRICSEND') {
    // At most 5,100 characters lie between the two markers.
    const start = bytes.lastIndexOf('LYRICSBEGIN', end - 9, 'latin1');
    return start >= end - 5200 ? end - start : 9;
  }
  if (text(10, 3) === '3DI') return 20 + syncSafe(bytes, end - 4);
  return 0;
}

/** Four bytes of seven bits each. */
function syncSafe(bytes: Buffer, at: number): number {
  return [0, 1, 2, 3].reduce((sum, i) => sum * 128 + ((bytes[at + i] ?? 0) & 0x7f), 0);
}
