import type { ConversationHead, Entry, EntryAppended } from '@kith/core/conversations';
import type { AccountId, ConversationId, TenantId } from '@kith/core/kernel';
import { expect, test } from 'vitest';
import { decodeBusFrame, encodeBusFrame, framesOf } from './frames.js';

const conversation: ConversationHead = {
  tenantId: 1 as TenantId,
  id: 7 as ConversationId,
  listId: 'cfc69e7cdc694c9fbfc433395adcdd27',
  kind: 'group',
  pair: undefined,
  membersVersion: 3,
};

function appended(entry: Partial<Entry>, rest: Partial<EntryAppended> = {}): EntryAppended {
  return {
    type: 'entry_appended',
    conversation,
    entry: {
      seq: 4,
      kind: 'message',
      type: 0,
      senderId: 10_001 as AccountId,
      sentAt: 1,
      content: '{"text":"a secret\\n"}',
      clientId: null,
      replyTo: null,
      gone: null,
      editedAt: null,
      alias: null,
      isWithheld: false,
      ...entry,
    },
    ...rest,
  };
}

test('a frame is read as it was written, also one with lines in its body', () => {
  const frames = [
    { type: 'event', from: 'a1', number: 5, body: '{"a":"b"}\nc' },
    { type: 'reference', from: 'a1', number: 6, body: '{}' },
    { type: 'beat', from: 'a1', number: 6, uptimeMs: 1000 },
    { type: 'leave', from: 'a1', number: 6, uptimeMs: 1000 },
    { type: 'signal', from: 'a1', topic: 'presence', data: 'x y\nz' },
  ] as const;
  for (const frame of frames) expect(decodeBusFrame(encodeBusFrame(frame))).toEqual(frame);
});

test('what is not a frame is ignored', () => {
  for (const text of ['', 'X a 1', 'E', 'E a', 'E a -1\n{}', 'E a 1.5\n{}', 'B a x', '\n'])
    expect(decodeBusFrame(text), text).toBeUndefined();
});

test('an entry travels whole, unless only some may see a part of it or it is too large', () => {
  expect(framesOf(appended({}), 4000)).toMatchObject([{ type: 'event' }]);
  const confidential = [
    appended({ alias: 'Nightingale' }),
    appended({ isWithheld: true }),
    appended({}, { onlyFor: 10_001 as AccountId }),
    appended({}, { hiddenFrom: [10_002 as AccountId] }),
    appended(
      { kind: 'recall', content: '{"target":2,"reason":"recall"}' },
      { emptied: { senderId: 10_003 as AccountId, sentAt: 1, alias: 'Nightingale' } },
    ),
    appended({ content: JSON.stringify({ text: 'é'.repeat(3000) }) }),
  ];
  for (const event of confidential) {
    const [frame, ...more] = framesOf(event, 4000);
    expect(more).toEqual([]);
    expect(frame).toMatchObject({ type: 'reference' });
    expect(JSON.parse(frame!.body)).toMatchObject({
      type: 'entry_appended',
      seq: 4,
      conversation: { id: 7 },
    });
    expect(frame!.body).not.toMatch(/secret|Nightingale|10003|é/);
  }
});

test('many revoked sessions are sent in several events', () => {
  const sessionIds = Array.from({ length: 250 }, (_, i) => `session-${i}`);
  const frames = framesOf({ type: 'sessions_revoked', tenantId: 1 as TenantId, sessionIds }, 16_000);
  expect(frames).toHaveLength(3);
  expect(frames.flatMap(({ body }) => (JSON.parse(body) as { sessionIds: string[] }).sessionIds)).toEqual(
    sessionIds,
  );
});
