import { expect, it } from 'vitest';
import type { AccountId } from '../kernel/index.js';
import type { Entry } from '../conversations/index.js';
import { canSave, sizeOf } from './rules.js';

const message = (type: number, content: object): Entry => ({
  seq: 1,
  kind: 'message',
  type,
  senderId: 1 as AccountId,
  sentAt: 0,
  content: JSON.stringify(content),
  clientId: null,
  replyTo: null,
  gone: null,
  editedAt: null,
  alias: null,
  isWithheld: false,
});

it.each([0, 1, 2, 3, 11])('type %i can be saved, unless it burns after reading', (type) => {
  expect(canSave(message(type, { text: 'hello' }))).toBe(true);
  expect(canSave(message(type, { text: 'hello', yhjf: false }))).toBe(true);
  for (const yhjf of [true, 1, 'true', '1'])
    expect(canSave(message(type, { text: 'hello', yhjf }))).toBe(false);
});

it.each([4, 5, 6, 7, 8, 9, 10, 15, 99])('type %i cannot be saved', (type) => {
  expect(canSave(message(type, { text: 'hello' }))).toBe(false);
});

it('a text uses its bytes, other types use the size of their files', () => {
  expect(sizeOf(message(0, { text: 'hello', url: 'a.jpg' }), [{ sizeBytes: 9 }])).toBe(5);
  expect(sizeOf(message(0, { text: '好😀' }), [])).toBe(7);
  expect(sizeOf(message(3, { text: 'hello' }), [{ sizeBytes: 9 }, { sizeBytes: 4 }])).toBe(13);
  expect(sizeOf(message(2, { url: 'a.jpg', length: 1e9 }), [])).toBe(0);
});
