import { pino } from 'pino';
import { expect, test } from 'vitest';
import {
  bounds,
  type AccountId,
  type ConversationId,
  type DomainEvent,
  type TenantId,
} from '@kith/core/kernel';
import type { NodeBus } from '@kith/core/ports';
import { makeAudiences, type Audiences, type ConversationEvent, type Members } from '../audiences.js';
import { makeOnlyNode } from './only-node.js';
import { makeMembersTeller } from './tell-members.js';

/** A node of a bus that hands everything to the others at once, and the members that its database knows. */
function makeNode(others: { members: string[] }, loaded: () => Promise<Members>) {
  const sent: string[] = [];
  let receive: (data: string, from: string) => void = () => undefined;
  const nodeBus: NodeBus = {
    ...makeOnlyNode('here'),
    nodes: () => new Set(['there']),
    publish: (event) => void sent.push(event.type),
    signal: (_topic, data) => {
      sent.push('members');
      others.members.push(data);
    },
    onSignal: (_topic, handler) => {
      receive = handler;
    },
  };
  const known = makeAudiences(undefined as never); // its loads are replaced
  const audiences: Audiences = {
    ...known,
    load: async ({ conversation }) => {
      const members = await loaded();
      known.note(conversation.id, members);
      return members.ids;
    },
  };
  const teller = makeMembersTeller({ nodeBus, audiences, log: pino({ level: 'silent' }) });
  return { sent, audiences, teller, hear: (data: string) => receive(data, 'there') };
}

function typingIn(version: number): ConversationEvent & DomainEvent {
  const conversation = {
    tenantId: 1 as TenantId,
    id: 7 as ConversationId,
    listId: 'x',
    kind: 'group',
    pair: undefined,
    membersVersion: version,
  } as const;
  return { type: 'typing', conversation, accountId: 1 as AccountId, isTyping: true };
}

const membersAt = (version: number, count: number): Members => ({
  version,
  ids: Array.from({ length: count }, (_, i) => (2_147_483_647 - i) as AccountId),
});

test('the members go first, once for each version, and events keep their order while they are loaded', async () => {
  const wire = { members: [] as string[] };
  let version = 1;
  const { sent, teller } = makeNode(wire, () => Promise.resolve(membersAt(version, 3)));
  for (let i = 0; i < 3; i++) teller.publish(typingIn(1));
  expect([sent.length, teller.waiting()]).toEqual([0, 1]);
  await teller.idle();
  expect([...sent, teller.waiting()]).toEqual(['members', 'typing', 'typing', 'typing', 0]);
  teller.publish(typingIn(1));
  expect(sent.slice(4)).toEqual(['typing']);
  version = 2;
  teller.publish(typingIn(2));
  await teller.idle();
  expect(sent.slice(5)).toEqual(['members', 'typing']);
});

test('the largest group that is told fits into a signal and is understood; a larger one is not told and does not wait', async () => {
  const wire = { members: [] as string[] };
  const members = membersAt(9, bounds.bus.toldMembers);
  const here = makeNode(wire, () => Promise.resolve(members));
  here.teller.publish(typingIn(9));
  await here.teller.idle();
  expect(Buffer.byteLength(wire.members[0]!)).toBeLessThanOrEqual(bounds.bus.signalBytes);
  const there = makeNode(wire, () => Promise.reject(new Error('nobody asks')));
  there.hear(wire.members[0]!);
  expect(there.audiences.known(typingIn(9))).toEqual(members.ids);
  there.teller.publish(typingIn(9));
  expect(there.sent).toEqual(['typing']);

  const large = makeNode(wire, () => Promise.resolve(membersAt(1, bounds.bus.toldMembers + 1)));
  large.teller.publish(typingIn(1));
  await large.teller.idle();
  large.teller.publish(typingIn(2));
  expect(large.sent).toEqual(['typing', 'typing']);
});

test('older members than those in memory, and nonsense, are ignored; a failed load delays nothing further', async () => {
  const node = makeNode({ members: [] }, () => Promise.reject(new Error('no database')));
  node.hear('7 5 1,2');
  for (const text of ['7 4 1,2,3', '7', '7 x 1', '7 6 1,a', '']) node.hear(text);
  expect(node.audiences.known(typingIn(5))).toEqual([1, 2]);
  node.teller.publish(typingIn(6));
  await node.teller.idle();
  expect(node.sent).toEqual(['typing']);
});
