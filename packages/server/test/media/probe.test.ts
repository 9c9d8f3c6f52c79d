import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeMediaTools } from '../../src/adapters/media-tools.js';
import { film, webm } from './films.js';
import { assetsDir, matroska, mp4 } from './samples.js';

const { probe } = makeMediaTools({ assetsDir });

describe('the container of a video tells', () => {
  it('how long it is and how large, wherever its index stands', async () => {
    const facts = { hasPicture: true, isCutOff: false, durationMs: 2000, width: 320, height: 240 };
    for (const isIndexFirst of [true, false])
      expect(await probe(await film({ isIndexFirst }))).toEqual(facts);
    expect(await probe(await film({ brand: 'qt', tracks: ['soun', 'vide'] }))).toEqual(facts);
    expect(await probe(await webm())).toEqual({ ...facts, durationMs: 1000, width: 64, height: 96 });
  });

  it('that it has no picture', async () => {
    expect(await probe(await film({ tracks: ['soun'] }))).toMatchObject({
      hasPicture: false,
      durationMs: 2000,
    });
  });

  it('that a part of it is missing, at whichever end the index is', async () => {
    for (const whole of [await film(), await film({ isIndexFirst: true }), await webm()]) {
      for (const share of [0.5, 0.9]) {
        const facts = await probe(whole.subarray(0, Math.floor(whole.length * share)));
        expect(facts).toMatchObject({ isCutOff: true });
      }
    }
  });

  it('what is absurd as it is', async () => {
    expect(await probe(await film({ seconds: 400_000 }))).toMatchObject({ durationMs: 400_000_000 });
    expect(await probe(await film({ width: 65_535, height: 1 }))).toMatchObject({ width: 65_535, height: 1 });
  });

  it('nothing where there is nothing', async () => {
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

describe('whatever is in it', () => {
  it('a video changed anywhere is read within its time, and nothing stays behind', async () => {
    const original = await film();
    const { TMPDIR } = process.env;
    const folder = await mkdtemp(join(tmpdir(), 'kith-probe-test-'));
    process.env['TMPDIR'] = folder;
    for (let n = 1; n <= 8; n++) {
      const changed = Buffer.from(original);
      for (let at = n * 5; at < changed.length; at += 31) changed[at] = n * 31;
      const facts = await probe(changed);
      if (facts) expect(typeof facts.durationMs).toBe('number');
    }
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  });
});

describe('a program that', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-probe-test-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function probeWith(program: string, probeTimeoutMs = 10_000): Promise<unknown> {
    await writeFile(join(folder, 'probe-video.mjs'), program);
    return makeMediaTools({ assetsDir: folder, probeTimeoutMs }).probe(await film());
  }

  it('does not end is ended', async () => {
    const startedAt = performance.now();
    expect(await probeWith('for (;;) {}', 1000)).toBeUndefined();
    expect(await probeWith('setInterval(() => {}, 1000)', 1000)).toBeUndefined();
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it('wants more memory than it may have does not get it', async () => {
    const take = `const all = []; for (let n = 0; n < 30; n++) all.push(Buffer.alloc(50_000_000, 1)); console.log('{}')`;
    expect(await probeWith(take)).toBeUndefined();
    expect(await probeWith(take.replace('n < 30', 'n < 3'))).toEqual({});
  });

  it('fails says nothing', async () => {
    expect(await probeWith(`console.log('{}'); process.exit(1)`)).toBeUndefined();
  });

  it('looks around finds no environment, and in its hands the video', async () => {
    process.env['KITH_TEST_SECRET'] = 'of the server';
    const said = await probeWith(
      `import { readFileSync } from 'node:fs';
       console.log(JSON.stringify([process.env.KITH_TEST_SECRET ?? 'nothing', readFileSync(0).length]))`,
    );
    delete process.env['KITH_TEST_SECRET'];
    expect(said).toEqual(['nothing', (await film()).length]);
  });
});
