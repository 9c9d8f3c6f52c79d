import { expect, test } from 'vitest';
import { sizeIn } from './size.js';

test.each([
  ['a small picture keeps its size', 200, 100, 200, 100],
  ['a wide one fits the width', 3600, 1800, 360, 180],
  ['a tall one fits the height', 1000, 2100, 200, 420],
  ['a long and thin one can still be pressed', 36, 4200, 96, 420],
  ['one of unknown size has a place', 0, 0, 240, 240],
])('%s', (_what, width, height, shownWidth, shownHeight) => {
  expect(sizeIn(width, height)).toEqual({ width: shownWidth, height: shownHeight });
});
