import { execFile, execFileSync } from 'node:child_process';
import { chmod, chown, lutimes, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'; // prettier-ignore
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { removeAbandonedFolders } from '../../src/adapters/media/poster.js';
import { makeMediaTools } from '../../src/adapters/media-tools.js';
import { assetsDir, mp4 } from './samples.js';
import { expectWithin } from '../harness/at-pace.js';

const run = promisify(execFile);

it('a server that was killed while it decoded leaves a temporary folder, which the next start removes; others stay', async () => {
  const own = await mkdtemp(join(tmpdir(), 'kith-poster-test-'));
  vi.stubEnv('TMPDIR', own);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(own, { recursive: true });
  });
  const make = async (name: string, content?: string) => {
    await mkdir(join(own, name));
    if (content !== undefined) await writeFile(join(own, name, content), 'a film');
    await utimes(join(own, name), 0, 0);
  };
  for (const name of ['kith-poster-empty1', 'kith-poster-test-1', 'poster-abc123']) await make(name);
  await make('kith-poster-filled', 'video');
  await make('kith-poster-other1', 'letter');
  await mkdir(join(own, 'kith-poster-recent'));
  await symlink('kith-poster-other1', join(own, 'kith-poster-link01'));
  await lutimes(join(own, 'kith-poster-link01'), 0, 0);
  const stays = ['kith-poster-link01', 'kith-poster-other1', 'kith-poster-recent', 'kith-poster-test-1', 'poster-abc123']; // prettier-ignore
  // Under root the decoder is another user.
  if (process.getuid?.() === 0) {
    await chown(join(own, 'kith-poster-filled'), 65_534, 65_534);
    await make('kith-poster-person');
    await chown(join(own, 'kith-poster-person'), 1000, 1000);
    stays.push('kith-poster-person');
  }
  await removeAbandonedFolders();
  expect((await readdir(own)).toSorted()).toEqual(stays.toSorted());
  expect(await readdir(join(own, 'kith-poster-other1'))).toEqual(['letter']);
});

describe('without ffmpeg', () => {
  const { poster } = makeMediaTools({ assetsDir, ffmpeg: '/nowhere/ffmpeg' });

  it('a video gets the default poster: a dark JPEG of 16:9', async () => {
    const drawn = await poster(mp4('isom', 'vide'), 'mp4');
    const { format, width, height } = await sharp(drawn).metadata();
    expect({ format, ratio: width / height }).toEqual({ format: 'jpeg', ratio: 16 / 9 });
    const { channels } = await sharp(drawn).stats();
    expect(channels.every(({ mean }) => mean < 80)).toBe(true);
  });

  it('a decoder that hangs is killed, and it had a memory limit', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kith-poster-test-'));
    // Under root the decoder runs as another user.
    await chmod(folder, 0o777);
    const endless = join(folder, 'endless');
    await writeFile(endless, '#!/bin/sh\nulimit -v > "$0.limit"\nwhile :; do :; done\n', { mode: 0o755 });
    const startedAt = performance.now();
    const { poster } = makeMediaTools({ assetsDir, ffmpeg: endless, posterTimeoutMs: 300 });
    expect((await sharp(await poster(mp4('isom', 'vide'), 'mp4')).metadata()).format).toBe('jpeg');
    expectWithin(1000, performance.now() - startedAt);
    expect((await readFile(`${endless}.limit`, 'utf8')).trim()).toBe('524288');
    await rm(folder, { recursive: true, force: true });
  });
});

describe.skipIf(!hasFfmpeg())('with ffmpeg', () => {
  const { poster } = makeMediaTools({ assetsDir });
  let folder: string;
  let drawn: Uint8Array;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-poster-test-'));
    drawn = await readFile(join(assetsDir, 'static/photo/default_video_poster.jpg'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(['mp4', 'mov', 'webm', 'mkv'])('a %s gets its first frame as poster', async (extension) => {
    const frame = await poster(await film(extension, 'red', '320x240'), extension);
    expect(await sharp(frame).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 240 });
    const { dominant } = await sharp(frame).stats();
    expect(dominant.r).toBeGreaterThan(200);
    expect(dominant.g + dominant.b).toBeLessThan(60);
  });

  it('the frame of a large video is reduced', async () => {
    expect(await sharp(await poster(await film('mp4', 'blue', '1920x1080'), 'mp4')).metadata()).toMatchObject(
      { width: 1280, height: 720 },
    );
  });

  it('a file that is not a video gets the default poster, and so does a playlist that names local files', async () => {
    const secret = join(folder, 'secret.mp4');
    await writeFile(secret, await film('mp4', 'lime', '64x64'));
    const playlists = [
      `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://${secret}\n#EXT-X-ENDLIST\n`,
      `ffconcat version 1.0\nfile ${secret}\n`,
    ];
    for (const content of [...playlists, '', 'no video', '<html></html>']) {
      for (const extension of ['mp4', 'm3u8', '../x'])
        expect(Buffer.from(await poster(Buffer.from(content), extension)).equals(drawn)).toBe(true);
    }
  });

  it('a truncated or changed video always gets a poster in time, and leaves no file behind', async () => {
    const original = await film('mp4', 'red', '320x240');
    // A separate folder, because other files make posters at the same time. Under root the decoder runs as another user.
    const own = await mkdtemp(join(folder, 'own-'));
    await chmod(folder, 0o711);
    await chmod(own, 0o711);
    vi.stubEnv('TMPDIR', own);
    onTestFinished(() => void vi.unstubAllEnvs());
    const startedAt = performance.now();
    for (let n = 1; n <= 6; n++) {
      const changed = Buffer.from(
        original.subarray(0, n % 2 ? undefined : Math.floor((original.length * n) / 6)),
      );
      for (let at = n * 7; at < changed.length; at += 97) changed[at] = n * 31;
      expect((await sharp(await poster(changed, 'mp4')).metadata()).format).toBe('jpeg');
    }
    expectWithin(3000, performance.now() - startedAt);
    expect(await readdir(own)).toEqual([]);
  });

  const films = new Map<string, Promise<Buffer>>();
  /** A film of two frames, made once. */
  function film(...what: [extension: string, colour: string, size: string]): Promise<Buffer> {
    const key = what.join(' ');
    if (!films.has(key)) films.set(key, makeFilm(...what));
    return films.get(key)!;
  }

  async function makeFilm(extension: string, colour: string, size: string): Promise<Buffer> {
    const path = join(folder, `${colour}-${size}.${extension}`);
    await run('ffmpeg', [
      '-y',
      '-loglevel',
      'error',
      '-f',
      'lavfi',
      '-i',
      `color=${colour}:size=${size}:rate=5:duration=0.4`,
      path,
    ]);
    return readFile(path);
  }
});

function hasFfmpeg(): boolean {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
