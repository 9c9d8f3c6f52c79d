import { trustedScript } from './trusted-script.js';

/** What cameras write. Other kinds may move, or be drawn with sharp edges. */
const PHOTOS = /^image\/(?:jpeg|hei[cf])$/;

const reduced = new WeakMap<File, Promise<File>>();
let last: Promise<unknown> = Promise.resolve();

/** Whether a file may be a photo that {@link reducePicture} makes smaller. */
export function isPhoto({ type }: File): boolean {
  return PHOTOS.test(type);
}

/**
 * A large photo as a smaller JPEG, upright and without what the camera has written into it; any other file as it is. One at a
 * time, in a worker, so that the page can be used meanwhile; the result is known for as long as the file is.
 */
export function reducePicture(file: File): Promise<File> {
  if (!isPhoto(file)) return Promise.resolve(file);
  const known = reduced.get(file);
  if (known) return known;
  const made = last.then(() => reduce(file)).catch(() => file);
  reduced.set(file, made);
  last = made;
  return made;
}

async function reduce(file: File): Promise<File> {
  const worker = new Worker(trustedScript('reducePicture'));
  try {
    const bytes = await new Promise<Blob | undefined>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data as Blob | undefined); // as the worker posts it
      worker.onerror = reject;
      worker.postMessage(file);
    });
    if (!bytes || bytes.size >= file.size) return file;
    return new File([bytes], file.name.replace(/\.\w+$/, '.jpg'), { type: bytes.type });
  } finally {
    worker.terminate();
  }
}

/** The size of a picture, upright; 0 of a damaged one, and of one that only the server can read. */
export async function sizeOfPicture(
  file: Blob,
): Promise<{ readonly width: number; readonly height: number }> {
  const url = URL.createObjectURL(file);
  const image = new Image();
  image.src = url;
  await new Promise((resolve) => {
    image.onload = resolve;
    image.onerror = resolve;
  });
  URL.revokeObjectURL(url);
  return { width: image.naturalWidth, height: image.naturalHeight };
}
