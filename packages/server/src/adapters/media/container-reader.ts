import { fork, type ChildProcess } from 'node:child_process';
import { bounds } from '@kith/core/kernel';
import { MediaUnavailable } from '@kith/core/ports';

/** The properties of a container's tracks; 0 for missing values. */
export interface ContainerFacts {
  /** Whether its tracks were found. */
  readonly isReadable: boolean;
  readonly hasPicture: boolean;
  readonly hasSound: boolean;
  /** The end of the last frame. */
  readonly durationMs: number;
  readonly width: number;
  readonly height: number;
}

/** Reads a container. Throws `MediaUnavailable`. */
export type ReadContainer = (bytes: Uint8Array) => Promise<ContainerFacts>;

export interface ContainerReader {
  /** One file at a time. */
  readonly read: ReadContainer;
  /** Ends the process; the next file starts another. */
  end(): void;
}

/** The reader's message: its result, or the part of the file that it needs. */
type Answer = ContainerFacts | { readonly start: number; readonly end: number };

const { readerHeapMegabytes, readerIdleMs } = bounds.file;
const LAST_WORDS = 2000;

/**
 * A reader in a separate process with little memory, no environment and no file access: it is given the parts that it
 * requests. It starts with the first file, is reused, and is ended when it is idle or exceeds its time limit.
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
      return await request(reader, bytes, given.timeoutMs);
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
  /** The end of its standard error. */
  lastWords(): string;
}

function startReader(script: string): Reader {
  const child = fork(script, {
    // Not `ulimit -v` or `-d`: V8 reserves more address space than it uses, and the amount differs between versions.
    execArgv: [`--max-old-space-size=${readerHeapMegabytes}`],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    // Frames of the runtime's own code are numerous and not useful here.
    words = (words + text).replace(/^ *\d+: .*$\n?/gm, '').slice(-LAST_WORDS);
  });
  // An idle reader does not keep the process alive; it ends when the channel closes.
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

function request(
  { process: child, lastWords }: Reader,
  bytes: Uint8Array,
  timeoutMs: number,
): Promise<ContainerFacts> {
  return new Promise<ContainerFacts>((resolve, reject) => {
    const fail = (why: string): void =>
      finish(() => reject(new MediaUnavailable(`The container reader ${why}. ${lastWords()}`.trim())));
    const timer = setTimeout(() => fail(`took longer than ${timeoutMs} ms`), timeoutMs);
    const onError = (error: Error): void => fail(`does not run: ${error.message}`);
    const onClose = (code: number | null, signal: string | null): void =>
      fail(`ended with ${signal ?? code}`);
    const onAnswer = (said: unknown): void => {
      const answer = said as Answer; // written by our own program
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

/** A message that cannot be sent ends the process, and the exit of the process is handled. */
function ignoreError(): void {}
