/** So long a browser may take to decode the first picture. */
const PATIENCE_MS = 5000;

/** The first picture of a video as JPEG; undefined if this browser cannot play it. */
export async function capturePoster(file: File): Promise<Blob | undefined> {
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
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    return await new Promise((resolve) =>
      canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/jpeg', 0.85),
    );
  } catch {
    return undefined; // A video without a poster is one, too.
  } finally {
    URL.revokeObjectURL(url);
  }
}
