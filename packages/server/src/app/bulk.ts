import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Batches look-ups: keys requested during a look-up go into the next one, which starts at least `pauseMs` after it. A
 * single request does not wait, and a thousand concurrent requests cost little more than one.
 */
export function makeBulk<K, V>(
  load: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>,
  most: number,
  pauseMs = 0,
): (key: K) => Promise<V | undefined> {
  let waiting = new Map<K, PromiseWithResolvers<V | undefined>>();
  let isBusy = false;

  async function run(): Promise<void> {
    while (waiting.size > 0) {
      const asked = [...waiting].slice(0, most);
      waiting = new Map([...waiting].slice(most));
      try {
        const found = await load(asked.map(([key]) => key));
        for (const [key, { resolve }] of asked) resolve(found.get(key));
      } catch (error) {
        for (const [, { reject }] of asked) reject(error);
      }
      if (pauseMs > 0) await sleep(pauseMs);
    }
    isBusy = false;
  }

  return (key) => {
    // Join only look-ups that have not started: the result of a running one may be older than this request.
    let question = waiting.get(key);
    if (!question) waiting.set(key, (question = withResolvers()));
    if (!isBusy) {
      isBusy = true;
      // Runs after the sockets that are ready now have been read.
      setImmediate(() => void run());
    }
    return question.promise;
  };
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** `Promise.withResolvers`, which Node 20 lacks. */
function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
