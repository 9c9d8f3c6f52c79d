import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listIdText, messageId, parseListId, parseMessageId, rowId, type ConversationId } from './ids.js';

describe('a message id', () => {
  it('is 24 hexadecimal digits that name the conversation and the position', () => {
    expect(messageId(255 as ConversationId, 16)).toBe('00000000000000ff00000010');
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(0x7fffffff), (conversation, seq) => {
        const id = messageId(conversation as ConversationId, seq);
        expect(id).toMatch(/^[0-9a-f]{24}$/);
        expect(parseMessageId(id)).toEqual({ conversationId: conversation, seq });
        expect(parseMessageId(id.toUpperCase())).toEqual({ conversationId: conversation, seq });
      }),
    );
  });

  it.each([
    '',
    'x',
    '0'.repeat(23),
    '0'.repeat(25),
    'g'.repeat(24),
    ` ${'0'.repeat(23)}`,
    `${'0'.repeat(24)}\n`,
    'f'.repeat(24),
    `${'0'.repeat(16)}80000000`,
  ])('is not %j', (text) => expect(parseMessageId(text)).toBeUndefined());
});

describe('a list id', () => {
  it('is a UUID without its dashes, in either case', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(parseListId(listIdText(uuid))).toBe(uuid);
        expect(parseListId(listIdText(uuid).toUpperCase())).toBe(uuid);
      }),
    );
  });

  it.each([
    '',
    '0',
    '0'.repeat(31),
    '0'.repeat(33),
    'g'.repeat(32),
    `${'0'.repeat(32)}\n`,
    '00000000-0000-4000-8000-000000000000',
  ])('is not %j', (text) => expect(parseListId(text)).toBeUndefined());
});

it('a row id is 24 hexadecimal digits', () => {
  expect(rowId(0)).toBe('0'.repeat(24));
  expect(rowId(255)).toBe(`${'0'.repeat(22)}ff`);
});
