/** A larger picture is made smaller before it is read: a code fills a good part of what people photograph. */
const MOST_PIXELS = 1600;

/** The native reader of some browsers, which is not in the types of TypeScript. */
interface NativeReader {
  detect(picture: ImageBitmap): Promise<{ readonly rawValue: string }[]>;
}
type NativeReaderClass = (new (options: { formats: string[] }) => NativeReader) & {
  getSupportedFormats(): Promise<string[]>;
};

/** The text of the QR code in a picture, or undefined if none is found. */
export type ReadCode = (picture: ImageBitmapSource) => Promise<string | undefined>;

/** The browser's own reader where there is one, else the library's. */
export async function openReader(): Promise<ReadCode> {
  const { BarcodeDetector: Native } = globalThis as { BarcodeDetector?: NativeReaderClass };
  if (Native && (await Native.getSupportedFormats()).includes('qr_code')) {
    const reader = new Native({ formats: ['qr_code'] });
    return async (picture) => (await reader.detect(await createImageBitmap(picture)))[0]?.rawValue;
  }
  const { default: decodeQR } = await import('qr/decode.js');
  return async (picture) => {
    const pixels = pixelsOf(await createImageBitmap(picture));
    try {
      return decodeQR(pixels);
    } catch {
      return undefined; // the library's way to say that there is none
    }
  };
}

function pixelsOf(bitmap: ImageBitmap): ImageData {
  const scale = Math.min(1, MOST_PIXELS / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser draws no pictures.');
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return context.getImageData(0, 0, width, height);
}
