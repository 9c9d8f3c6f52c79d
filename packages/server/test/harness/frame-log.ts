import { atPace } from './at-pace.js';

/** Frames received by a socket; a caller can wait for the next one of a kind. */
export interface FrameLog<F> {
  readonly frames: readonly F[];
  push(frame: F): void;
  /** The first matching frame that was not taken yet, now or within a limit. */
  take(fits: (frame: F) => boolean, what: string): Promise<F>;
}

/** Keeps frames in order. */
export function makeFrameLog<F>(): FrameLog<F> {
  const frames: F[] = [];
  const untaken: F[] = [];
  const waiting: { fits: (frame: F) => boolean; resolve: (frame: F) => void }[] = [];

  return {
    frames,
    push: (frame) => {
      frames.push(frame);
      const index = waiting.findIndex((one) => one.fits(frame));
      if (index === -1) untaken.push(frame);
      else waiting.splice(index, 1)[0]?.resolve(frame);
    },
    take: (fits, what) => {
      const withinMs = atPace(5000);
      const index = untaken.findIndex(fits);
      const found = index === -1 ? undefined : untaken.splice(index, 1)[0];
      if (found !== undefined) return Promise.resolve(found);
      return new Promise<F>((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(
            new Error(`No ${what} within ${withinMs} ms. Received: ${JSON.stringify(frames).slice(0, 2000)}`),
          );
        }, withinMs);
        waiting.push({
          fits,
          resolve: (frame) => {
            clearTimeout(timer);
            resolve(frame);
          },
        });
      });
    },
  };
}
