import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MediaUnavailable } from '@kith/core/ports';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkMediaTools } from '../../src/adapters/media/check-tools.js';
import { makeMediaTools } from '../../src/adapters/media-tools.js';
import { film, webm } from './films.js';
import { assetsDir, box, fixtures, matroska, mp4, u32 } from './samples.js';
import { atPace, expectWithin } from '../harness/at-pace.js';

const { probe } = makeMediaTools({ assetsDir });

describe('a video container yields', () => {
  it('duration and size, wherever its index is', async () => {
    const facts = { hasPicture: true, isCutOff: false, durationMs: 2000, width: 320, height: 240 };
    for (const isIndexFirst of [true, false])
      expect(await probe(await film({ isIndexFirst }))).toEqual(facts);
    expect(await probe(await film({ brand: 'qt', tracks: ['soun', 'vide'] }))).toEqual(facts);
    expect(await probe(await webm())).toEqual({ ...facts, durationMs: 1000, width: 64, height: 96 });
  });

  it.each([
    ['a WebM recorded by Chrome', 'recorded.webm', 1400],
    ['an MP4 recorded by Safari', 'recorded.mp4', 1400],
  ])('the duration where it states none: %s', async (_name, file, durationMs) => {
    const bytes = await readFile(join(fixtures, file));
    const facts = await probe(bytes);
    expect(facts).toMatchObject({ hasPicture: true, isCutOff: false, width: 32, height: 32 });
    expect(Math.abs(facts.durationMs - durationMs)).toBeLessThan(150);
  });

  it('that there is no picture', async () => {
    expect(await probe(await film({ tracks: ['soun'] }))).toMatchObject({
      hasPicture: false,
      durationMs: 2000,
    });
  });

  it('that a part is missing, with the index at either end', async () => {
    for (const whole of [await film(), await film({ isIndexFirst: true }), await webm()]) {
      for (const share of [0.5, 0.9]) {
        const facts = await probe(whole.subarray(0, Math.floor(whole.length * share)));
        expect(facts).toMatchObject({ isCutOff: true });
      }
    }
  });

  it('absurd values unchanged', async () => {
    expect(await probe(await film({ seconds: 400_000 }))).toMatchObject({ durationMs: 400_000_000 });
    expect(await probe(await film({ width: 65_535, height: 1 }))).toMatchObject({ width: 65_535, height: 1 });
  });

  it('nothing for an empty file', async () => {
    const nothing = { hasPicture: false, durationMs: 0, width: 0, height: 0 };
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('hello'),
      Buffer.alloc(100_000),
      mp4('isom'),
      matroska('webm'),
    ])
      expect(await probe(bytes)).toMatchObject(nothing);
  });
});

describe('any content', () => {
  it('a video changed at any place is read within the time limit', async () => {
    const original = await film();
    for (let n = 1; n <= 8; n++) {
      const changed = Buffer.from(original);
      for (let at = n * 5; at < changed.length; at += 31) changed[at] = n * 31;
      expect(typeof (await probe(changed)).durationMs).toBe('number');
    }
  });

  it('a fragment that claims four billion frames ends the reader process, not the server, and the next video is read', async () => {
    const claim = box('moof', box('mfhd', u32(0, 1)), box('traf', box('tfhd', u32(0x20000, 1)), box('trun', u32(0, 0xffffffff)))); // prettier-ignore
    const endless = Buffer.concat([mp4('iso5', 'vide'), claim]);
    const before = process.memoryUsage.rss();
    await probe(endless).catch((error: unknown) => expect(error).toBeInstanceOf(MediaUnavailable));
    expect(process.memoryUsage.rss() - before).toBeLessThan(100_000_000);
    expect(await probe(await film())).toMatchObject({ durationMs: 2000 });
  });

  it('a file of millions of empty parts is refused with the number', async () => {
    const boxes = Buffer.alloc(8 * 1_000_001);
    for (let at = 0; at < boxes.length; at += 8) boxes.write('\0\0\0\x08free', at, 'latin1');
    await expect(probe(Buffer.concat([mp4('isom', 'vide'), boxes]))).rejects.toMatchObject({
      reason: 'too_large',
      exceeds: { limit: 1_000_000, unit: 'parts' },
    });
  });
});

describe('a tool that', () => {
  let folder: string;
  const log = { error: vi.fn<(detail: object, message: string) => void>() };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-reader-test-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function probeWith(program: string, readerTimeoutMs = atPace(10_000)): Promise<unknown> {
    await writeFile(join(folder, 'read-container.mjs'), program);
    log.error.mockClear();
    return makeMediaTools({ assetsDir: folder, readerTimeoutMs, log }).probe(await film());
  }

  const read = (body: string) =>
    `const send = (facts) => process.send({ isReadable: true, hasPicture: true, durationMs: 1, ...facts });
     process.on('message', async (said) => { ${body} });`;

  it.each([
    ['does not end is killed', 'for (;;) {}', 'took longer than 1000 ms'],
    ['does not respond is killed', 'process.on("message", () => {})', 'took longer than 1000 ms'],
    ['does not start', 'import "nothing-of-this-name"', 'Cannot find package'],
    ['fails', read('process.exit(3)'), 'ended with 3'],
    ['exceeds its memory limit', read('const all = []; for (;;) all.push(Array(100_000).fill({}))'), 'heap out of memory'], // prettier-ignore
  ])('%s: the file is not reported as damaged, and the log names the reason', async (_name, program, why) => {
    const startedAt = performance.now();
    await expect(probeWith(program, why.startsWith('took') ? 1000 : undefined)).rejects.toThrow(
      MediaUnavailable,
    );
    if (why.startsWith('took')) expectWithin(5000, performance.now() - startedAt);
    expect(log.error).toHaveBeenCalledOnce();
    expect(String(log.error.mock.calls.map(([detail]) => (detail as { err: Error }).err))).toContain(why);
  });

  it('does not start is reported by the check of the tools', async () => {
    await copyFile(join(assetsDir, 'sample.webm'), join(folder, 'sample.webm'));
    await writeFile(join(folder, 'read-container.mjs'), 'process.abort()');
    const { readerFault } = await checkMediaTools({ assetsDir: folder, ffmpeg: '/nowhere/ffmpeg' });
    expect(readerFault).toContain('The container reader ended with SIGABRT');
    expect(await checkMediaTools({ assetsDir, ffmpeg: '/nowhere/ffmpeg' })).toEqual({
      readerFault: undefined,
      ffmpeg: undefined,
      stillFault: undefined,
    });
  });

  it('reads its environment finds none, and can only request parts of the file', async () => {
    process.env['KITH_TEST_SECRET'] = 'of the server';
    const said = await probeWith(
      read(`
        if (said.sizeBytes) process.send({ start: 4, end: 8 });
        else send({ width: said.length, height: Object.keys(process.env).some((name) => name.startsWith('KITH')) ? 1 : 0 })`),
    );
    delete process.env['KITH_TEST_SECRET'];
    expect(said).toMatchObject({ width: 4, height: 0 });
  });
});
