import { expect, test, vi } from 'vitest';
import { keepPlace, takePlace } from './place.js';

test('the page that somebody had open is for them alone, and once', () => {
  vi.stubGlobal('sessionStorage', undefined);
  vi.stubGlobal('location', { pathname: '/discover', search: '?list=near', hash: '' });
  expect(takePlace(1)).toBeUndefined();
  keepPlace(1);
  expect(takePlace(1)).toBe('/discover?list=near');
  expect(takePlace(1)).toBeUndefined();
  keepPlace(1);
  expect(takePlace(2)).toBeUndefined();
  expect(takePlace(1)).toBeUndefined();
});
