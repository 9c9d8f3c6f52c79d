import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../kernel/index.js';
import type { VideoFacts } from '../ports/index.js';
import { checkVideoFacts, checkVideoFile, cleanComment, pageToServe, stillOf } from './rules.js';

const good: VideoFacts = { hasPicture: true, isCutOff: false, durationMs: 15_000, width: 1080, height: 1920 };

describe('a video is accepted or rejected', () => {
  it.each<[string, Partial<VideoFacts> | undefined, string | undefined]>([
    ['as phones record it', {}, undefined],
    ['of the longest duration', { durationMs: 300_000 }, undefined],
    ['that is a millisecond longer', { durationMs: 300_001 }, 'video_seconds'],
    ['that never ends', { durationMs: Number.MAX_SAFE_INTEGER }, 'video_seconds'],
    ['without a duration', { durationMs: 0 }, 'video_no_duration'],
    ['that is truncated', { isCutOff: true }, 'video_incomplete'],
    ['without a picture', { hasPicture: false, width: 0, height: 0 }, 'video_sound_only'],
    ['without content', { hasPicture: false, durationMs: 0 }, 'video_damaged'],
    ['that is too wide', { width: 4097 }, 'video_pixels'],
    ['that is one pixel high', { height: 1 }, 'video_pixels'],
    ['without a size', { width: 0, height: 0 }, 'video_pixels'],
  ])('one %s', (_what, facts, rule) => {
    const check = () => checkVideoFacts({ ...good, ...facts }, defaultSettings);
    if (rule === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ detail: expect.objectContaining({ rule }) }));
  });

  it('one whose tracks cannot be found is damaged or incomplete', () => {
    for (const fault of ['damaged', 'incomplete'] as const) {
      const check = () =>
        checkVideoFile({ family: 'other', extension: 'bin', mime: '', fault }, 1, defaultSettings);
      expect(check).toThrow(`video_${fault}`);
    }
  });

  it('by its kind and size first, and the error names the limit', () => {
    const check = (extension: string, family: 'video' | 'audio' | 'other', sizeBytes: number) => () =>
      checkVideoFile({ family, extension, mime: '' }, sizeBytes, defaultSettings);
    for (const extension of ['mp4', 'mov', 'webm'])
      expect(check(extension, 'video', defaultSettings.videoMaxBytes)).not.toThrow();
    for (const extension of ['mkv', '3gp']) expect(check(extension, 'video', 1)).toThrow('video_kind');
    expect(check('bin', 'other', 1)).toThrow('video_kind');
    expect(check('m4a', 'audio', 1)).toThrow('video_sound_only');
    expect(check('mp4', 'video', defaultSettings.videoMaxBytes + 1)).toThrow(
      expect.objectContaining({
        code: 'too_large',
        detail: { field: 'file', rule: 'video_bytes', limit: 50 },
      }),
    );
  });
});

it('a comment has 1 to 500 characters, regardless of bytes', () => {
  expect(cleanComment(' 好 ')).toBe('好');
  expect([...cleanComment('😀'.repeat(500))]).toHaveLength(500);
  for (const content of ['', '   ']) expect(() => cleanComment(content)).toThrow('empty');
  expect(() => cleanComment('😀'.repeat(501))).toThrow('length');
});

it('the page after the last is empty, and pages beyond it are the last one', () => {
  const served = (total: number) => [-7, 0, 1, 2, 3, 4, 2 ** 31 - 1].map((page) => pageToServe(page, total));
  expect(served(0)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  expect(served(15)).toEqual([1, 1, 1, 2, 1, 1, 1]);
  expect(served(16)).toEqual([1, 1, 1, 2, 3, 2, 2]);
});

it('a still is named after its video', () => {
  expect(stillOf('7/20260101/00ff.webm')).toBe('7/20260101/00ff.jpeg');
});
