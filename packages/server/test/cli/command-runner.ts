import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** The result of a finished command. */
export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment of a command. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly input: string | Buffer;
}

let runner: Promise<ChildProcess> | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a command of the built program in a process that is reused: loading the program takes longer
 * than most commands. Commands run one after the other; a command that would keep its process alive reports that on
 * standard error.
 */
export function runCommand(args: readonly string[], surroundings: Surroundings): Promise<Finished> {
  const finished = last.then(async (): Promise<Finished> => {
    runner ??= startRunner();
    const child = await runner;
    const end = `\n${randomUUID()}\n`;
    const answers = Promise.all([
      readUntil(child.stdout!, end),
      readUntil(child.stderr!, end),
      once(child, 'message') as Promise<[number]>,
    ]);
    child.send({ args, ...surroundings, end });
    const ended = once(child, 'close').then(([code, signal]) => {
      throw new Error(`The process ended with ${code ?? signal} during kith ${args.join(' ')}.`);
    });
    const [stdout, stderr, [code]] = await Promise.race([answers, ended]);
    return { code, signal: null, stdout, stderr };
  });
  last = finished.catch(() => (runner = undefined));
  return finished;
}

async function startRunner(): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'command-loop.mjs'), {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  await once(child, 'message');
  return child;
}

/** The output of a stream until its end. */
function readUntil(stream: Readable, end: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.endsWith(end)) return;
      stream.off('data', read);
      resolve(text.slice(0, -end.length));
    };
    stream.on('data', read);
  });
}
