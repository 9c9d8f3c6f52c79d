/** Larger files are encoded again, so that they fit into a request. */
const LARGEST_BYTES = 700_000;

interface Smaller {
  /** The longest side, in pixels. */
  readonly longest: number;
  readonly type: 'image/jpeg' | 'image/webp';
}

/** A picture as base64; one that is too large for a request is made smaller, and then does not move. */
export async function readPicture(
  file: File,
  smaller: Smaller = { longest: 1600, type: 'image/jpeg' },
): Promise<string> {
  const sent = file.size > LARGEST_BYTES ? await reduce(file, smaller) : file;
  const bytes = new Uint8Array(await sent.arrayBuffer());
  let text = '';
  for (let from = 0; from < bytes.length; from += 0x8000)
    text += String.fromCodePoint(...bytes.subarray(from, from + 0x8000));
  return btoa(text);
}

/** A smaller picture, or the same if this browser cannot read it: the server says why it refuses it. */
async function reduce(file: File, { longest, type }: Smaller): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (!picture) return file;
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type, quality: 0.85 });
}
