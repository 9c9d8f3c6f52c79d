/**
 * Looks many things up at once: what is asked for while one look-up is under way goes into the next. A lone question
 * waits for nothing, and a thousand cost little more than one.
 */
export function makeBulk<K, V>(
  load: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>,
  most: number,
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
    }
    isBusy = false;
  }

  return (key) => {
    // Only those that wait may be joined: an answer that is under way may be older than the question.
    let question = waiting.get(key);
    if (!question) waiting.set(key, (question = withResolvers()));
    if (!isBusy) {
      isBusy = true;
      // After the sockets that are ready now have been read.
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
