import { expect, test } from 'vitest';
import { parsePosition, positionOf, textOfPosition } from './position.js';

test.each([
  ['25.03396, 121.56447', 25.03396, 121.56447],
  [' -33.9 18.42 ', -33.9, 18.42],
  ['90，-180', 90, -180],
])('%j is a place', (text, latitude, longitude) => {
  expect(parsePosition(text)).toEqual({ latitude, longitude });
});

test.each(['', '25', '91, 0', '0, 181', 'here', '1,2,3', '25°N, 121°E'])('%j is none', (text) => {
  expect(parsePosition(text)).toBeUndefined();
});

test('what other clients send is a place or nothing', () => {
  expect(positionOf('25.5', '121')).toEqual({ latitude: 25.5, longitude: 121 });
  for (const bad of [undefined, '', 'x', 999, {}]) expect(positionOf(bad, 1)).toBeUndefined();
  expect(textOfPosition({ latitude: 25.123456789, longitude: -1 })).toBe('25.12346, -1.00000');
});
