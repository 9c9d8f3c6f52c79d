import { stripElements } from './strip-elements.js';
import { stripBoxes } from './strip-boxes.js';
import { blankFlacBlocks } from './strip-flac.js';
import { stripOgg } from './strip-ogg.js';
import { stripRiff } from './strip-riff.js';
import { cutTags } from './cut-tags.js';

const strippers: Readonly<Record<string, (bytes: Buffer) => Buffer | void>> = {
  mp4: stripBoxes,
  m4a: stripBoxes,
  mov: stripBoxes,
  '3gp': stripBoxes,
  '3ga': stripBoxes,
  webm: stripElements,
  weba: stripElements,
  mkv: stripElements,
  mka: stripElements,
  ogg: stripOgg,
  opus: stripOgg,
  wav: stripRiff,
  mp3: cutTags,
  aac: cutTags,
  flac: (bytes) => {
    const bare = cutTags(bytes);
    blankFlacBlocks(bare);
    return bare;
  },
};

/**
 * Sound or video without what says where, when, by whom and with what it was recorded. Blanks it in place, so nothing
 * moves; only tags in front of the sound and behind it are cut off. What is not known to be needed for playing goes, so
 * that a new kind of metadata goes too. Throws `MediaRefused`.
 */
export function stripMetadata(bytes: Uint8Array, extension: string): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return strippers[extension]?.(buffer) ?? buffer;
}
