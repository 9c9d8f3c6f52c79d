import sharp from 'sharp';
import { png, u16, u32 } from './samples.js';

export interface ApngPiece {
  readonly colour: string;
  readonly width: number;
  readonly height: number;
  readonly left?: number;
  readonly top?: number;
  readonly delayMs: number;
  /** 0 keeps the frame, 1 clears it, 2 restores the one before it. */
  readonly dispose?: number;
  /** 0 replaces the content, 1 blends over it. */
  readonly blend?: number;
}

/** An animated PNG with the size of its first frame. */
export async function apng(loop: number, pieces: readonly ApngPiece[]): Promise<Buffer> {
  const chunks: [name: string, data: Buffer][] = [];
  const drawn = new Map<string, Buffer>();
  let number = 0;
  for (const [n, piece] of pieces.entries()) {
    const { width, height, colour, left = 0, top = 0, delayMs, dispose = 0, blend = 0 } = piece;
    const key = `${colour} ${width} ${height}`;
    const still =
      drawn.get(key) ??
      (await sharp({ create: { width, height, channels: 4, background: colour } })
        .png()
        .toBuffer());
    drawn.set(key, still);
    if (n === 0) chunks.push(['IHDR', content(still, 'IHDR')], ['acTL', u32(pieces.length, loop)]);
    chunks.push(['fcTL', Buffer.concat([u32(number++, width, height, left, top), u16(delayMs, 1000), Buffer.from([dispose, blend])])]); // prettier-ignore
    const data = content(still, 'IDAT');
    chunks.push(n === 0 ? ['IDAT', data] : ['fdAT', Buffer.concat([u32(number++), data])]);
  }
  return png(...chunks, ['IEND', Buffer.alloc(0)]);
}

function content(file: Buffer, name: string): Buffer {
  const at = file.indexOf(name, 0, 'latin1');
  return file.subarray(at + 4, at + 4 + file.readUInt32BE(at - 4));
}
