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
 * Removes from audio or video the metadata about the place, time, author and device of the recording. Blanks it in
 * place, so that no offset changes; only tags before and after the audio are cut off. Keeps only what is known to be
 * needed for playback, so unknown metadata is removed too. Throws `MediaRefused`.
 */
export function stripMetadata(bytes: Uint8Array, extension: string): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return strippers[extension]?.(buffer) ?? buffer;
}
