import { bounds } from '@kith/core/kernel';
/** Counts the unfinished work of one socket, so that the queue behind a slow database stays bounded. */
export interface WorkLoad {
  /** True if no more work should begin. */
  isFull(): boolean;
  begin(size: number): void;
  end(size: number): void;
  /** Counts work until it is done. The promise must not reject. */
  run(size: number, work: Promise<void>): void;
  /** Resolves when no work is unfinished. */
  idle(): Promise<void>;
}

export function makeWorkLoad(): WorkLoad {
  let count = 0;
  let size = 0;
  let waiting: (() => void)[] = [];

  function begin(added: number): void {
    count++;
    size += added;
  }

  function end(removed: number): void {
    count--;
    size -= removed;
    if (count > 0) return;
    const resolves = waiting;
    waiting = [];
    for (const resolve of resolves) resolve();
  }

  return {
    isFull: () => count >= bounds.queue.framesUnderWay || size >= bounds.queue.frameCharactersUnderWay,
    begin,
    end,
    run: (added, work) => {
      begin(added);
      void work.then(() => end(added));
    },
    idle: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
