import sharp from 'sharp';

/** Pixels of one frame of a clip, three bytes each: red, green, blue. */
export type Frame = Uint8Array;

/** Encodes a WebM in which every picture is a key frame: lossy WebP and VP8 share the encoding of pictures. */
export async function encodeClip(clip: {
  width: number;
  height: number;
  framesPerSecond: number;
  frames: readonly Frame[];
}): Promise<Uint8Array> {
  const { width, height, framesPerSecond, frames } = clip;
  const frameMs = 1000 / framesPerSecond;
  const pictures = await Promise.all(frames.map((pixels) => encodeFrame(pixels, width, height)));
  const clusters: Uint8Array[] = [];
  for (let first = 0; first < pictures.length; first += framesPerSecond) {
    const blocks = pictures
      .slice(first, first + framesPerSecond)
      .map((picture, i) => block(Math.round(i * frameMs), picture));
    clusters.push(element(0x1f43b675, element(0xe7, number(Math.round(first * frameMs))), ...blocks));
  }
  const duration = Buffer.alloc(8);
  duration.writeDoubleBE(frames.length * frameMs);
  return Buffer.concat([
    element(0x1a45dfa3, element(0x4282, text('webm')), element(0x4287, [4]), element(0x4285, [2])),
    element(
      0x18538067,
      element(0x1549a966, element(0x2ad7b1, number(1_000_000)), element(0x4489, duration), element(0x4d80, text('Kith')), element(0x5741, text('Kith'))), // prettier-ignore
      element(
        0x1654ae6b,
        element(
          0xae,
          element(0xd7, [1]),
          element(0x73c5, [1]),
          element(0x83, [1]),
          element(0x86, text('V_VP8')),
          element(0xe0, element(0xb0, number(width)), element(0xba, number(height))),
        ),
      ),
      ...clusters,
    ),
  ]);
}

/** The VP8 picture in a WebP file: after RIFF and WEBP, in the chunk `VP8 `. */
async function encodeFrame(pixels: Frame, width: number, height: number): Promise<Uint8Array> {
  const webp = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .webp({ quality: 60, effort: 2 })
    .toBuffer();
  const at = webp.indexOf('VP8 ', 12, 'latin1');
  return webp.subarray(at + 8, at + 8 + webp.readUInt32LE(at + 4));
}

/** A key frame of track 1, `ms` milliseconds after the start of its cluster. */
function block(ms: number, picture: Uint8Array): Uint8Array {
  return element(0xa3, [0x81, ms >> 8, ms & 255, 0x80], picture);
}

/** An element of Matroska: its id, its size, its content. */
function element(id: number, ...content: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const body = Buffer.concat(content.map((part) => Uint8Array.from(part)));
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(body.length) | (1n << 56n));
  return Buffer.concat([number(id), size, body]);
}

/** The minimum number of bytes, big-endian. */
function number(value: number): Uint8Array {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}

function text(value: string): Uint8Array {
  return Buffer.from(value, 'latin1');
}
