import type { UploadFile } from './call.js';

let madePicture: Promise<UploadFile> | undefined;

/** A picture large enough to get a thumbnail. */
export function picture(): Promise<UploadFile> {
  madePicture ??= makePicture();
  return madePicture;
}

async function makePicture(): Promise<UploadFile> {
  const { default: sharp } = await import('sharp');
  const image = sharp({ create: { width: 480, height: 360, channels: 3, background: '#3b82f6' } });
  return { name: 'picture.jpg', bytes: new Uint8Array(await image.jpeg().toBuffer()) };
}

/** A text file. */
export function document(): UploadFile {
  return { name: 'hello.txt', bytes: new Uint8Array(Buffer.from('Hello from kith conformance.\n')) };
}
