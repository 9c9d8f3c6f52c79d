/** So long a browser may take to decode the first picture. */
const PATIENCE_MS = 5000;

/** What a browser sees of a video. */
export interface Still {
  /** The first picture, as JPEG. */
  readonly poster: Blob;
  readonly width: number;
  readonly height: number;
  /** Undefined if the file does not say it, as recordings of browsers. */
  readonly seconds: number | undefined;
}

/** Looks at a video; undefined if this browser cannot play it. */
export async function captureStill(file: Blob): Promise<Still | undefined> {
  const url = URL.createObjectURL(file);
  try {
    const video = document.createElement('video');
    video.muted = true;
    video.preload = 'auto';
    video.src = url;
    await new Promise<void>((resolve, reject) => {
      video.onloadeddata = () => resolve();
      video.onerror = () => reject(new Error('The video cannot be decoded.'));
      setTimeout(() => reject(new Error('The video takes too long.')), PATIENCE_MS);
    });
    const { videoWidth: width, videoHeight: height, duration } = video;
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    const poster = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
    const seconds = Number.isFinite(duration) ? duration : undefined;
    return poster ? { poster, width, height, seconds } : undefined;
  } catch {
    return undefined; // A video without a poster is one, too.
  } finally {
    URL.revokeObjectURL(url);
  }
}
