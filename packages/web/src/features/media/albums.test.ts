import { expect, test } from 'vitest';
import type { MessageRow, Row } from '../../client/messages/rows.js';
import { albumsOf, columnsOf } from './albums.js';

const picture: MessageRow = {
  kind: 'message',
  key: '',
  entry: undefined,
  pending: undefined,
  from: 1,
  alias: undefined,
  time: 0,
  type: 2,
  content: {},
  isOwn: false,
  isFirst: false,
  isLast: false,
  state: 'sent',
  isEdited: false,
  isRecalled: false,
  replyTo: undefined,
  quote: undefined,
  mentions: undefined,
  reactions: [],
};

function keysOf(...rows: readonly (Partial<MessageRow> | Row)[]): string[] {
  const given = rows.map((row, at) => ({ ...picture, key: String(at), ...row }) as Row);
  const albums = albumsOf(given);
  return [...new Set(albums.values())].map((album) => album.map(({ key }) => key).join(' '));
}

test('pictures of one writer in a row are an album; whatever stands between them ends it', () => {
  expect(keysOf({ isFirst: true }, {}, {})).toEqual(['0 1 2']);
  expect(keysOf({ isFirst: true })).toEqual([]);
  expect(keysOf({ isFirst: true }, {}, { isFirst: true }, {})).toEqual(['0 1', '2 3']);
  expect(keysOf({}, {}, { type: 0 }, {}, {})).toEqual(['0 1', '3 4']);
  expect(keysOf({}, {}, { kind: 'unread', key: 'x', count: 1 }, {})).toEqual(['0 1']);
});

test.each([
  { state: 'failed' },
  { isRecalled: true },
  { replyTo: 3 },
  { reactions: [{ emoji: '👍', count: 1 }] },
  { content: { yhjf: true } },
] as const)('a picture with %j stands alone', (alone) =>
  expect(keysOf({}, {}, alone, {}, {})).toEqual(['0 1', '3 4']),
);

test('the eleventh picture begins another album', () => {
  expect(keysOf(...Array.from({ length: 12 }, () => ({})))).toEqual(['0 1 2 3 4 5 6 7 8 9', '10 11']);
});

test.each([
  [2, [3, 3]],
  [3, [2, 2, 2]],
  [4, [3, 3, 3, 3]],
  [5, [2, 2, 2, 3, 3]],
  [7, [2, 2, 2, 2, 2, 2, 6]],
])('the rows of a grid of %d are full', (count, columns) => {
  expect(Array.from({ length: count }, (_, at) => columnsOf(at, count))).toEqual(columns);
});
