import { bounds } from '@kith/core/kernel';

/** Counts the unfinished work of one socket, so that the queue behind a slow database stays bounded. */
export class WorkLoad {
  private count = 0;
  private size = 0;
  private waiting: (() => void)[] | undefined = undefined;

  /** True if no more work should begin. */
  isFull(): boolean {
    return this.count >= bounds.queue.framesUnderWay || this.size >= bounds.queue.frameCharactersUnderWay;
  }

  begin(size: number): void {
    this.count++;
    this.size += size;
  }

  end(size: number): void {
    this.count--;
    this.size -= size;
    if (this.count > 0 || !this.waiting) return;
    const resolves = this.waiting;
    this.waiting = undefined;
    for (const resolve of resolves) resolve();
  }

  /** Counts work until it is done. The promise must not reject. */
  run(size: number, work: Promise<void>): void {
    this.begin(size);
    void work.then(() => this.end(size));
  }

  /** Resolves when no work is unfinished. */
  idle(): Promise<void> {
    if (this.count === 0) return Promise.resolve();
    return new Promise((resolve) => (this.waiting ??= []).push(resolve));
  }
}
