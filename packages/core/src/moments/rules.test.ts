import { describe, expect, test } from 'vitest';
import { checkFiles, cleanComment, readContent } from './rules.js';

const fileId = (digit: string) => digit.repeat(32);

describe('the content of a moment', () => {
  test('names files in any supported form, each once, in order', () => {
    const [a, b] = [fileId('a'), fileId('b')];
    for (const [content, fileIds] of [
      [{ value: [`${b}_thumb.jpg`, `${a}.png`] }, [b, a]],
      [{ value: [`${a}_thumb.jpg`, `${a}.jpg`] }, [a]],
      [{ value: [`${a}_thumb.jpg`], video_path: `${a}.mp4` }, [a]],
      [{ value: [], video_path: `${a}.mp4` }, [a]],
      [{ value: `${a.toUpperCase()}.jpg` }, [a]],
      [{ value: ['', null, `${a}.jpg`], video_path: null }, [a]],
    ] as const)
      expect(readContent(content)).toEqual({ text: '', fileIds });
  });

  test('may be only a text, which is stored unchanged', () => {
    expect(readContent({ text: ' hi \n', pay_amount: 'x', constructor: 1 })).toEqual({
      text: ' hi \n',
      fileIds: [],
    });
    expect(readContent({ text: '😀'.repeat(2000) }).text.length).toBe(4000);
  });

  test.each([
    undefined,
    null,
    'text',
    ['text'],
    {},
    { text: '' },
    { text: '\u3000' },
    { text: 1 },
    { text: 'a\0' },
    { text: '\udc00' },
    { text: '😀'.repeat(2001) },
    { value: [1] },
    { value: {} },
    { value: [`${fileId('a')}`] },
    { value: [`${fileId('a')}.jpg/..`] },
    { value: [`../${fileId('a')}.jpg`] },
    { value: [`${fileId('g')}.jpg`] },
    { value: [...'0123456789'].map((digit) => `${fileId(digit)}.jpg`) },
  ])('is rejected: %j', (content) => {
    expect(() => readContent(content)).toThrow();
  });
});

test('files are up to nine pictures or one video', () => {
  const picture = { isVideo: false };
  const video = { isVideo: true };
  for (const files of [[], [picture], Array.from({ length: 9 }, () => picture), [video]])
    expect(() => checkFiles(files)).not.toThrow();
  for (const files of [Array.from({ length: 10 }, () => picture), [video, video], [picture, video]])
    expect(() => checkFiles(files)).toThrow();
});

test('a comment is trimmed, and has 1 to 500 characters', () => {
  expect(cleanComment(' hi ')).toBe('hi');
  expect(cleanComment('😀'.repeat(500)).length).toBe(1000);
  for (const text of ['', ' \n ', '😀'.repeat(501)]) expect(() => cleanComment(text)).toThrow();
});
