import { encodeClip } from '../../../server/src/cli/demo-clip.js';

/** A video of two seconds, as a browser plays it without further codecs. */
export async function clip(): Promise<Buffer> {
  const [width, height] = [120, 160];
  const frames = Array.from({ length: 20 }, (_, at) =>
    new Uint8Array(width * height * 3).map((_byte, index) => (index % 3 === at % 3 ? 200 : 60)),
  );
  return Buffer.from(await encodeClip({ width, height, framesPerSecond: 10, frames }));
}
