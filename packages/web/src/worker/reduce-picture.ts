export {}; // a program of its own

declare const self: DedicatedWorkerGlobalScope;

/** The longest side of a photo that is sent, in pixels. */
const LONGEST = 2560;
/** Pictures that are longer and thinner are of text, which must stay readable. */
const THINNEST = 1 / 3;
const QUALITY = 0.85;

self.addEventListener('message', ({ data: file }: MessageEvent<File>) => {
  reduce(file).then(
    (bytes) => self.postMessage(bytes),
    // This browser cannot decode it; perhaps the server can.
    () => self.postMessage(undefined),
  );
});

/** A smaller picture, upright and without what a camera writes beside the pixels; undefined if it is small enough. */
async function reduce(file: File): Promise<Blob | undefined> {
  // Asked to resize at once, Chromium forgets to turn the picture.
  const picture = await createImageBitmap(file);
  const longer = Math.max(picture.width, picture.height);
  if (longer <= LONGEST || Math.min(picture.width, picture.height) < longer * THINNEST) return undefined;
  const [width, height] = [picture.width, picture.height].map((side) =>
    Math.round((side * LONGEST) / longer),
  ) as [number, number];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
}
