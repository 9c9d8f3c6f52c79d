const STREAM_INFO = 0;
const PADDING = 1;
const SEEK_TABLE = 3;

/** Turns the comments, pictures and other blocks before the audio of a FLAC into padding. */
export function blankFlacBlocks(
  bytes: Buffer,
  from = bytes.toString('latin1', 0, 4) === 'fLaC' ? 4 : 0,
): void {
  for (let at = from, isLast = false; !isLast && at + 4 <= bytes.length;) {
    const head = bytes[at] ?? 0;
    isLast = (head & 0x80) !== 0;
    const end = Math.min(at + 4 + bytes.readUIntBE(at + 1, 3), bytes.length);
    const kind = head & 0x7f;
    // The audio follows the blocks; its sync code is not a block type.
    if (kind === 0x7f) return;
    if (kind !== STREAM_INFO && kind !== SEEK_TABLE) {
      bytes[at] = (head & 0x80) | PADDING;
      bytes.fill(0, at + 4, end);
    }
    at = end;
  }
}
