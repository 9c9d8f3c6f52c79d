import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { checkMediaTools } from '../../src/adapters/media/check-tools.js';
import { makeMediaTools } from '../../src/adapters/media-tools.js';
import { assetsDir, fixtures, halves } from './samples.js';

const log = { error: vi.fn<(detail: object, message: string) => void>() };
// Any program works, because its input cannot be written.
const ffmpeg = 'true';
const { poster, probe, sniff, picture } = makeMediaTools({ assetsDir, ffmpeg, log });

const before = process.env['TMPDIR'];
beforeAll(() => void (process.env['TMPDIR'] = '/nowhere'));
afterAll(() => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
});

it('kinds are detected, durations are read and pictures are drawn', async () => {
  const video = await readFile(join(fixtures, 'recorded.webm'));
  expect(await sniff(video)).toMatchObject({ family: 'video', extension: 'webm' });
  expect(await probe(video)).toMatchObject({ hasPicture: true, isCutOff: false });
  expect((await picture(await halves(8, 8).png().toBuffer())).full.width).toBe(8);
});

it('a video gets the default still, and the log names the folder', async () => {
  const drawn = await poster(await readFile(join(fixtures, 'recorded.webm')), 'webm');
  expect((await sharp(drawn).metadata()).format).toBe('jpeg');
  expect(String(log.error.mock.calls.map(([detail]) => (detail as { err: Error }).err))).toContain(
    'The temporary folder /nowhere cannot be written to',
  );
});

it('the check of the tools reports it too', async () => {
  expect(await checkMediaTools({ assetsDir, ffmpeg })).toMatchObject({
    readerFault: undefined,
    stillFault: expect.stringContaining('The temporary folder /nowhere cannot be written to') as string,
  });
});
