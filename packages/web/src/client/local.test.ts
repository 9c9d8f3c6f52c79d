import { afterEach, expect, test, vi } from 'vitest';
import { keeping, local } from './local.js';

afterEach(() => void vi.unstubAllGlobals());

test('what a browser refuses to keep is kept in this page, and the refusal is known', () => {
  vi.stubGlobal('localStorage', undefined);
  // Tests of one process share modules, and some of them run without any storage.
  keeping.setState({ isBroken: false });
  local.setItem('name', 'Ada');
  expect(local.getItem('name')).toBe('Ada');
  expect(keeping.getState().isBroken).toBe(true);
  local.removeItem('name');
  expect(local.getItem('name')).toBeNull();
});
