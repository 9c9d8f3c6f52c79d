import { expect, test } from 'vitest';
import { maskAddress, maskAnswer, pauseAfter } from './rules.js';

test('a message is tried five times within three minutes', () => {
  const pauses = [1, 2, 3, 4, 5].map(pauseAfter);
  expect(pauses).toEqual([2_000, 8_000, 32_000, 128_000, undefined]);
});

test('a record shows too little of an address to write to it', () => {
  expect(maskAddress('ada.lovelace@example.org')).toBe('a…@example.org');
  expect(maskAddress('😀a@example.org')).toBe('😀…@example.org');
  expect(maskAddress('13800138000')).toBe('138…00');
});

test('a record shows neither address nor code of an answer, and no line of a log more than one line', () => {
  expect(maskAnswer('550 5.1.1 <ada@example.org>: no such user\r\nbye')).toBe(
    '550 5.1.1 <…>: no such user bye',
  );
  expect(maskAnswer('{"to":"+86 138-0013-8000","code":"482913"}')).toBe('{"to":"+…","code":"…"}');
  expect(maskAnswer('250 Ok'.repeat(1000))).toHaveLength(200);
});
