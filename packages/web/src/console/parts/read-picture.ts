/** The longest side of a picture that is sent, in pixels. */
const LONGEST = 1600;
/** Larger files are encoded again, so that they fit into a request. */
const LARGEST_BYTES = 700_000;

/** A picture as base64; one that is too large for a request is made smaller. */
export async function readPicture(file: File): Promise<string> {
  const bytes = new Uint8Array(await (file.size > LARGEST_BYTES ? await reduce(file) : file).arrayBuffer());
  let text = '';
  for (let from = 0; from < bytes.length; from += 0x8000)
    text += String.fromCodePoint(...bytes.subarray(from, from + 0x8000));
  return btoa(text);
}

/** A smaller picture, or the same if this browser cannot read it: the server says why it refuses it. */
async function reduce(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (!picture) return file;
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
}
