import { expect, test } from 'vitest';
import type { realtime } from '@kith/contract';
import { openStorage } from './storage.js';

const LIST = 'a'.repeat(32);
const entry: realtime.Entry = { seq: 1, id: '1', kind: 'message', type: 0, from: 2, time: 1, content: {} };

test('what waits to be saved is loaded already, also that nothing is left', async () => {
  const storage = openStorage(1);
  storage.saveEntries(LIST, [entry]);
  expect(await storage.loadEntries(LIST)).toEqual([entry]);
  storage.saveEntries(LIST, []);
  expect(await storage.loadEntries(LIST)).toEqual([]);
});
