import { execFile } from 'node:child_process';
import { chown, lstat, mkdtemp, readdir, rm, rmdir, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bounds } from '@kith/core/kernel';
import { MediaUnavailable } from '@kith/core/ports';

const runFile = promisify(execFile);

const memoryKilobytes = bounds.file.stillMegabytes * 1024;
const maxFrameBytes = 32 * 1024 * 1024;
const nobody = 65_534;
const folderPrefix = 'kith-poster-';
const fileName = 'video';
/** Far longer than any decoding. */
const abandonedAfterMs = 10 * 60_000;

// Name the demuxer instead of letting ffmpeg guess: a playlist disguised as a video would read local files.
const demuxers = new Map([
  ['mp4', 'mov'],
  ['mov', 'mov'],
  ['3gp', 'mov'],
  ['webm', 'matroska'],
  ['mkv', 'matroska'],
]);

/** The program that decodes, and its time limit. */
export interface Decoder {
  readonly ffmpeg: string;
  readonly timeoutMs: number;
}

/**
 * The first frame of a video, decoded by ffmpeg in a separate process with a time limit, 512 MB, no network protocols,
 * no environment and, if possible, no privileges. `undefined` if ffmpeg is missing or cannot decode the video. Throws
 * `MediaUnavailable` if there is no space for the video.
 */
export async function firstFrame(
  { ffmpeg, timeoutMs }: Decoder,
  video: Uint8Array,
  extension: string,
): Promise<Uint8Array | undefined> {
  const demuxer = demuxers.get(extension);
  if (!demuxer) return undefined;
  // A file instead of a pipe: the index of an MP4 may be at its end.
  const folder = await mkdtemp(join(tmpdir(), folderPrefix)).catch(throwUnavailable);
  try {
    const path = join(folder, fileName);
    await writeFile(path, video, { mode: 0o600 }).catch(throwUnavailable);
    return await decodeFrame({ ffmpeg, timeoutMs }, demuxer, path, await handOver([path, folder]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Removes the temporary folders of processes that were killed while they decoded. Other servers on this machine may be
 * decoding, so recent folders stay. Never follows a link: every user may write to the system's temporary folder.
 */
export async function removeAbandonedFolders(): Promise<void> {
  const uid = process.getuid?.() ?? 0;
  const owners = uid === 0 ? [uid, nobody] : [uid];
  const name = new RegExp(`^${folderPrefix}[A-Za-z0-9]{6}$`);
  for (const found of (await readdir(tmpdir())).filter((one) => name.test(one))) {
    const folder = join(tmpdir(), found);
    const facts = await lstat(folder).catch(() => undefined);
    if (!facts?.isDirectory() || !owners.includes(facts.uid)) continue;
    if (Date.now() - facts.mtimeMs < abandonedAfterMs) continue;
    await unlink(join(folder, fileName)).catch(() => undefined);
    // Fails if the folder contains other files, which are not ours.
    await rmdir(folder).catch(() => undefined);
  }
}

function throwUnavailable(error: Error): never {
  throw new MediaUnavailable(`The temporary folder ${tmpdir()} cannot be written to: ${error.message}.`, {
    cause: error,
  });
}

interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/** As root, gives the files to an unprivileged user, and returns that user. */
async function handOver(paths: readonly string[]): Promise<User> {
  if (process.getuid?.() !== 0) return {};
  try {
    for (const path of paths) await chown(path, nobody, nobody);
    return { uid: nobody, gid: nobody };
  } catch {
    // A container may have removed this capability from root, which then has few others left.
    return {};
  }
}

async function decodeFrame(
  { ffmpeg, timeoutMs }: Decoder,
  demuxer: string,
  path: string,
  user: User,
): Promise<Uint8Array | undefined> {
  const limits = `ulimit -v ${memoryKilobytes}; ulimit -t ${Math.ceil(timeoutMs / 1000)}; ulimit -c 0; exec "$0" "$@"`;
  const input = [
    '-nostdin',
    '-loglevel',
    'error',
    '-threads',
    '1',
    '-protocol_whitelist',
    'file,pipe',
    '-f',
    demuxer,
    '-i',
    path,
  ];
  const output = [
    '-an',
    '-sn',
    '-dn',
    '-frames:v',
    '1',
    '-threads',
    '1',
    '-f',
    'image2pipe',
    '-c:v',
    'mjpeg',
    '-q:v',
    '3',
    'pipe:1',
  ];
  try {
    const { stdout } = await runFile('/bin/sh', ['-c', limits, ffmpeg, ...input, ...output], {
      ...user,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin' },
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: maxFrameBytes,
      encoding: 'buffer',
    });
    return stdout.length > 0 ? stdout : undefined;
  } catch {
    // The reason does not matter: the file is untrusted, and a placeholder is shown.
    return undefined;
  }
}
