import { expect, it } from 'vitest';
import { CONTENT_TYPES, contentNameOf } from '@kith/contract';
import { CONTENT } from '@kith/core/conversations';

it('the contract names the types of messages that the core knows', () => {
  expect(CONTENT_TYPES).toEqual(CONTENT);
  expect([0, 4, 8, 11, 15].map(contentNameOf)).toEqual(['text', 'file', 'card', 'attachment', 'callSignal']);
  expect(contentNameOf(99)).toBeUndefined();
});
