import { fork, type ChildProcess } from 'node:child_process';
import { bounds } from '@kith/core/kernel';
import { MediaUnavailable } from '@kith/core/ports';

/** What the tracks of a container say; 0 for what they do not say. */
export interface ContainerFacts {
  /** Whether its tracks could be found at all. */
  readonly isReadable: boolean;
  readonly hasPicture: boolean;
  readonly hasSound: boolean;
  /** Up to the end of the last frame. */
  readonly durationMs: number;
  readonly width: number;
  readonly height: number;
}

/** Reads a container. Throws `MediaUnavailable`. */
export type ReadContainer = (bytes: Uint8Array) => Promise<ContainerFacts>;

export interface ContainerReader {
  /** One file at a time. */
  readonly read: ReadContainer;
  /** Ends the process, until the next file. */
  end(): void;
}

/** What the reader says: its result, or which piece of the file it wants. */
type Answer = ContainerFacts | { readonly start: number; readonly end: number };

const { readerHeapMegabytes, readerIdleMs } = bounds.file;
const LAST_WORDS = 2000;

/**
 * A reader in a process of its own, with little memory, no environment and no files: it is handed the pieces that it asks
 * for. It starts with the first file, stays for the next ones, and is ended when it is idle or works longer than it may.
 */
export function makeContainerReader(given: { script: string; timeoutMs: number }): ContainerReader {
  let reader: Reader | undefined;
  let idle: NodeJS.Timeout | undefined;

  function end(): void {
    clearTimeout(idle);
    reader?.process.kill('SIGKILL');
    reader = undefined;
  }

  async function read(bytes: Uint8Array): Promise<ContainerFacts> {
    clearTimeout(idle);
    if (!reader || !reader.process.connected) reader = startReader(given.script);
    try {
      return await ask(reader, bytes, given.timeoutMs);
    } catch (error) {
      end();
      throw error;
    } finally {
      idle = setTimeout(end, readerIdleMs).unref();
    }
  }

  return { read, end };
}

interface Reader {
  readonly process: ChildProcess;
  /** The end of what it wrote to its standard error. */
  lastWords(): string;
}

function startReader(script: string): Reader {
  const child = fork(script, {
    // Not `ulimit -v` or `-d`: V8 reserves more addresses than it uses, and each version another amount.
    execArgv: [`--max-old-space-size=${readerHeapMegabytes}`],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    // Frames of the runtime's own code say nothing here, and there are many of them.
    words = (words + text).replace(/^ *\d+: .*$\n?/gm, '').slice(-LAST_WORDS);
  });
  // An idle reader keeps nothing alive; it ends with the channel.
  (child.stderr as unknown as { unref(): void } | null)?.unref(); // a pipe is a socket
  child.on('error', () => undefined);
  hold(child, false);
  return { process: child, lastWords: () => words };
}

function hold(child: ChildProcess, isHeld: boolean): void {
  if (isHeld) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}

function ask(
  { process: child, lastWords }: Reader,
  bytes: Uint8Array,
  timeoutMs: number,
): Promise<ContainerFacts> {
  return new Promise<ContainerFacts>((resolve, reject) => {
    const fail = (why: string): void =>
      finish(() => reject(new MediaUnavailable(`The reader of containers ${why}. ${lastWords()}`.trim())));
    const timer = setTimeout(() => fail(`took longer than ${timeoutMs} ms`), timeoutMs);
    const onError = (error: Error): void => fail(`does not run: ${error.message}`);
    const onClose = (code: number | null, signal: string | null): void =>
      fail(`ended with ${signal ?? code}`);
    const onAnswer = (said: unknown): void => {
      const answer = said as Answer; // our own program wrote it
      if ('isReadable' in answer) finish(() => resolve(answer));
      else child.send(bytes.subarray(answer.start, answer.end), ignoreError);
    };
    function finish(settle: () => void): void {
      clearTimeout(timer);
      child.off('error', onError).off('close', onClose).off('message', onAnswer);
      hold(child, false);
      settle();
    }
    child.on('error', onError).on('close', onClose).on('message', onAnswer);
    hold(child, true);
    child.send({ sizeBytes: bytes.length }, ignoreError);
  });
}

/** What could not be sent ends with the process, which is heard of. */
function ignoreError(): void {}
