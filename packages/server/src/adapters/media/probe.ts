import { spawn } from 'node:child_process';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { VideoFacts } from '@kith/core/ports';

const memoryKilobytes = 512 * 1024;
const heapMegabytes = 64;

/** Which program reads, and how long it may take. */
export interface Prober {
  /** The program `probe-video.mjs`. */
  readonly script: string;
  readonly timeoutMs: number;
}

/**
 * What the container of a video says, as a process of its own reads it: little time, 512 MB, no environment,
 * and of all files just this one, which it is handed open. `undefined` when it fails.
 */
export async function probeVideo(prober: Prober, video: Uint8Array): Promise<VideoFacts | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-probe-'));
  try {
    const path = join(folder, 'video');
    await writeFile(path, video, { mode: 0o600 });
    // A file and not a pipe: the index of an MP4 may stand at its end.
    const file = await open(path);
    try {
      return parseFacts(await run(prober, file.fd));
    } finally {
      await file.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the program says about an open file; empty when it fails. */
async function run({ script, timeoutMs }: Prober, fd: number): Promise<string> {
  const node = [process.execPath, `--max-old-space-size=${heapMegabytes}`, script];
  // Not `ulimit -v`: the parser's WebAssembly reserves more addresses than it ever uses.
  const limits = `ulimit -d ${memoryKilobytes}; ulimit -t ${Math.ceil(timeoutMs / 1000)}; ulimit -c 0; exec "$0" "$@"`;
  const [program = '', ...args] = process.platform === 'win32' ? node : ['/bin/sh', '-c', limits, ...node];
  const child = spawn(program, args, {
    stdio: [fd, 'pipe', 'ignore'],
    env: {},
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  // Standard output is a pipe, see `stdio`.
  const said = child.stdout ? text(child.stdout).catch(() => '') : '';
  return (await ended) === 0 ? said : '';
}

function parseFacts(json: string): VideoFacts | undefined {
  return json === '' ? undefined : (JSON.parse(json) as VideoFacts); // our own program wrote it
}
