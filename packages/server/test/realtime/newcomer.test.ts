import { expect, it } from 'vitest';
import { loadMemberIds } from '@kith/core/conversations';
import type { ConversationId, DomainEvent, TenantId } from '@kith/core/kernel';
import { history, plainPasswords, say } from '../conversations/chatting.js';
import { eventually, useKith } from '../harness/kith.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

it('a delayed entry does not reach members who joined the group after it', async () => {
  const [ada, bo, cy] = await Promise.all([kith.person('ada'), kith.person('bo'), kith.person('cy')]);
  for (const person of [bo, cy]) await kith.befriend(ada, person);
  const { list_id } = await ada.im.message.addGroup({ users: [bo.id] });
  await say(ada, list_id, 'before cy came');
  const [row] = await kith.sql<{ id: number; seq: number; sent_at: number; members_version: number }>(
    `select c.id, e.seq, e.sent_at, c.members_version from conversations c
     join entries e on e.conversation_id = c.id and e.kind = 'message' where replace(c.list_id::text, '-', '') = $1`,
    [list_id],
  );
  const conversation = { tenantId: 1 as TenantId, id: row!.id as ConversationId };
  const late: DomainEvent = {
    type: 'entry_appended',
    conversation: {
      ...conversation,
      listId: list_id,
      kind: 'group',
      pair: undefined,
      membersVersion: row!.members_version,
    },
    entry: {
      seq: row!.seq,
      kind: 'message',
      type: 0,
      senderId: ada.id as never,
      sentAt: row!.sent_at,
      content: '{"text":"before cy came"}',
      clientId: null,
      replyTo: null,
      gone: null,
      editedAt: null,
      alias: null,
      isWithheld: false,
    },
  };
  await ada.im.message.addChat({ list_id, users: [cy.id] });
  const [toBo, toCy] = [await bo.v1(), await cy.v1()];
  // Once with the new members cached, and once without.
  await say(ada, list_id, 'cy is here');
  await toCy.next('entry');
  kith.server.deps.emit(late);
  await toBo.take((frame) => frame.t === 'entry' && frame.e.seq === row!.seq, 'the late entry');
  await toCy.settle();
  const seqs = toCy.frames.flatMap((frame) => (frame.t === 'entry' ? [frame.e.seq] : []));
  expect(seqs).not.toContain(row!.seq);
  expect((await history(cy, list_id)).map(({ msg }) => msg.content['text'])).not.toContain('before cy came');
  const { db } = kith.server.deps;
  await eventually('who may read it is who was there', async () => {
    const { ids } = await loadMemberIds(db, conversation, row!.seq);
    return ids.length === 2 && !ids.includes(cy.id as never);
  });
});
