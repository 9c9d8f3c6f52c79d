import { bounds, type AccountId, type DomainEvent, type Log } from '@kith/core/kernel';
import type { NodeBus } from '@kith/core/ports';
import { namedAudience, type Audiences, type ConversationEvent, type Members } from '../audiences.js';

/** Publishes events to other nodes, which need not ask the database for the members of a group. */
export interface MembersTeller {
  publish(event: DomainEvent): void;
  /** The number of conversations whose events wait for their members. */
  waiting(): number;
  /** Resolves when no event waits any more. */
  idle(): Promise<unknown>;
}

const TOPIC = 'members';

/**
 * Before the first event of a group after a change of its members, tells the members to all nodes, with their version.
 * The publisher has to load them for its own sockets anyway. A node that does not hear it loads them itself; so do all
 * nodes for larger groups than `bounds.bus.toldMembers`.
 */
export function makeMembersTeller(deps: {
  readonly nodeBus: NodeBus;
  readonly audiences: Audiences;
  readonly log: Log;
}): MembersTeller {
  const { nodeBus, audiences, log } = deps;
  /** Members that all nodes know. */
  const told = new WeakSet<Members>();
  /** The events of a conversation that wait for its members. */
  const turns = new Map<number, Promise<void>>();

  nodeBus.onSignal(TOPIC, (text) => {
    const found = decodeMembers(text);
    if (!found) return;
    audiences.note(found.conversationId, found.members);
    const current = audiences.members(found.conversationId);
    if (current?.version === found.members.version) told.add(current);
  });

  function publishNow(event: ConversationEvent): void {
    const { id } = event.conversation;
    const members = audiences.members(id);
    if (members && isSmall(members) && !told.has(members) && nodeBus.isFlowing()) {
      told.add(members);
      nodeBus.signal(TOPIC, encodeMembers(id, members));
    }
    nodeBus.publish(event);
  }

  async function publishLater(event: ConversationEvent, before: Promise<void> | undefined): Promise<void> {
    await before;
    try {
      if (!audiences.known(event)) await audiences.load(event);
    } catch (error) {
      log.warn({ err: error }, 'the members of a group could not be loaded for other nodes');
    }
    publishNow(event);
  }

  return {
    publish: (event) => {
      if (!('conversation' in event) || namedAudience(event) || nodeBus.nodes().size === 0)
        return nodeBus.publish(event);
      const { id } = event.conversation;
      const before = turns.get(id);
      const last = audiences.members(id);
      if (!before && (audiences.known(event) || (last && !isSmall(last)))) return publishNow(event);
      const turn = publishLater(event, before).finally(() => {
        if (turns.get(id) === turn) turns.delete(id);
      });
      turns.set(id, turn);
    },
    waiting: () => turns.size,
    idle: () => Promise.all(turns.values()),
  };
}

function isSmall({ ids }: Members): boolean {
  return ids.length <= bounds.bus.toldMembers;
}

/** The conversation, the version, and the ids. */
function encodeMembers(conversationId: number, { version, ids }: Members): string {
  return `${conversationId} ${version} ${ids.join(',')}`;
}

function decodeMembers(text: string): { conversationId: number; members: Members } | undefined {
  const [id, version, ids = ''] = text.split(' ');
  const [conversationId, ...rest] = [id, version, ...(ids === '' ? [] : ids.split(','))].map(Number);
  const [of, ...accounts] = rest;
  if (conversationId === undefined || of === undefined) return undefined;
  if (![conversationId, of, ...accounts].every(Number.isSafeInteger)) return undefined;
  return { conversationId, members: { version: of, ids: accounts as AccountId[] } }; // encoded by `encodeMembers`
}
