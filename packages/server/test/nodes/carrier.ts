import type { OpenCarrier } from '@kith/core/ports';

/** Carriers within a process: every frame reaches all nodes, in order. */
export interface MemoryCarriers {
  readonly open: OpenCarrier;
  /** Cuts the last opened node off, as if its process had died: it hears nothing and nobody hears it. */
  cutLast(): void;
  /** Loses all frames until `resume`. */
  pause(): void;
  resume(): void;
}

export function makeMemoryCarriers(): MemoryCarriers {
  const receivers = new Set<(text: string) => void>();
  let last: (text: string) => void = () => undefined;
  let isPaused = false;
  return {
    open: ({ frame, up }) => {
      receivers.add(frame);
      last = frame;
      let isUp = false;
      setImmediate(() => {
        isUp = true;
        up();
      });
      return {
        frameBytes: 64 * 1024,
        send: (text) => {
          if (isPaused || !receivers.has(frame)) return;
          for (const receive of receivers) setImmediate(receive, text);
        },
        isUp: () => isUp,
        close: () => {
          receivers.delete(frame);
          return Promise.resolve();
        },
      };
    },
    cutLast: () => void receivers.delete(last),
    pause: () => void (isPaused = true),
    resume: () => void (isPaused = false),
  };
}
