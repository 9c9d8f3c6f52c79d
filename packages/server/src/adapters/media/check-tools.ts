import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bounds } from '@kith/core/kernel';
import { makeContainerReader } from './container-reader.js';
import { firstFrame } from './poster.js';

/** The result of trying the media tools on a sample file. */
export interface MediaToolsState {
  /** Undefined if sound and video can be read; otherwise the reason. */
  readonly readerFault: string | undefined;
  /** The version of ffmpeg, or undefined if it is missing. */
  readonly ffmpeg: string | undefined;
  /** Undefined if stills can be extracted, or ffmpeg is missing; otherwise the reason. */
  readonly stillFault: string | undefined;
}

/** Tries the tools that process uploads: any of them may fail because of the machine. */
export async function checkMediaTools({
  assetsDir,
  ffmpeg = 'ffmpeg',
}: {
  assetsDir: string;
  ffmpeg?: string;
}): Promise<MediaToolsState> {
  const sample = await readFile(join(assetsDir, 'sample.webm'));
  const version = await versionOf(ffmpeg);
  return {
    readerFault: await findReaderFault(assetsDir, sample),
    ffmpeg: version,
    stillFault: version === undefined ? undefined : await findStillFault(ffmpeg, sample),
  };
}

async function findReaderFault(assetsDir: string, sample: Uint8Array): Promise<string | undefined> {
  const script = join(assetsDir, 'read-container.mjs');
  const { read, end } = makeContainerReader({ script, timeoutMs: bounds.file.readerMs });
  try {
    const { hasPicture } = await read(sample);
    return hasPicture ? undefined : 'The container reader does not recognise the sample video.';
  } catch (error) {
    return (error as Error).message;
  } finally {
    end();
  }
}

async function versionOf(ffmpeg: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(ffmpeg, ['-version'], { timeout: bounds.file.stillMs });
    return stdout.split(' Copyright', 1)[0];
  } catch {
    return undefined;
  }
}

async function findStillFault(ffmpeg: string, sample: Uint8Array): Promise<string | undefined> {
  try {
    const frame = await firstFrame({ ffmpeg, timeoutMs: bounds.file.stillMs }, sample, 'webm');
    return frame ? undefined : 'ffmpeg does not decode the sample video.';
  } catch (error) {
    return (error as Error).message;
  }
}
