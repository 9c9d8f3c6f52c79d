import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDrafts } from './drafts.js';
import type { KeptDraft } from './storage.js';

beforeEach(() => void vi.useFakeTimers({ now: 1000 }));
afterEach(() => void vi.useRealTimers());

function open(kept: Record<string, KeptDraft> = {}) {
  const server = { draft: { text: '', time: 0 } as KeptDraft, sent: [] as (KeptDraft | undefined)[] };
  const saved: KeptDraft[] = [];
  const drafts = openDrafts({
    storage: { loadDrafts: async () => kept, saveDraft: (_, draft) => void saved.push(draft) },
    realtime: {
      draft: async (_, written) => {
        server.sent.push(written);
        if (written && written.time > server.draft.time) server.draft = written;
        return server.draft;
      },
    },
  });
  return { drafts, server, saved, text: () => drafts.store.getState()['a'] ?? '' };
}

test('what is written is kept at once, and told to other devices after a pause; its end at once', async () => {
  const { drafts, server, saved } = open();
  for (const text of ['D', 'De', 'Dear']) drafts.set('a', text);
  expect(saved.at(-1)).toMatchObject({ text: 'Dear' });
  expect(server.sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.sent).toMatchObject([{ text: 'Dear' }]);
  drafts.set('a', '');
  expect(server.sent.at(-1)).toMatchObject({ text: '' });
});

test('the latest writer wins: another device’s text appears, an older one does not, and typing here is always the latest', async () => {
  const { drafts, server, text } = open({ a: { text: 'kept', time: 500 } });
  await vi.advanceTimersByTimeAsync(0);
  expect(text()).toBe('kept');
  drafts.note('a', { text: 'older', time: 400 });
  expect(text()).toBe('kept');
  server.draft = { text: 'from the phone', time: 9000 };
  drafts.refresh('a');
  await vi.advanceTimersByTimeAsync(0);
  expect(text()).toBe('from the phone');
  drafts.set('a', 'here again');
  await vi.advanceTimersByTimeAsync(1000);
  expect([text(), server.draft.text]).toEqual(['here again', 'here again']);
});
