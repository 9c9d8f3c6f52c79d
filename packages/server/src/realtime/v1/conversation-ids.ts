import { findConversationIds } from '@kith/core/conversations';
import { bounds, type ConversationId, type TenantId } from '@kith/core/kernel';
import { makeBulk } from '../../app/bulk.js';
import type { Deps } from '../../app/deps.js';
import { makeMemory } from '../../app/memory.js';

/**
 * The internal ids of conversations, for all sockets of a node. A list id never names another conversation, so a
 * remembered id cannot be stale; every send checks the membership.
 */
export interface ConversationIds {
  /** The remembered id. */
  get(listId: string): ConversationId | undefined;
  /** Looks the id up, and remembers it. Resolves with undefined if the tenant has no such conversation. */
  find(tenantId: TenantId, listId: string): Promise<ConversationId | undefined>;
}

/** Looks up in bulk: after a start, all clients send their first messages at the same time. */
export function makeConversationIds({ db }: Pick<Deps, 'db'>): ConversationIds {
  const remembered = makeMemory<string, ConversationId>(50_000);
  const lookUp = makeBulk(
    (asked: readonly { tenantId: TenantId; listId: string }[]) => findConversationIds(db, asked),
    bounds.queue.conversationsAtOnce,
  );
  return {
    get: (listId) => remembered.get(listId),
    find: async (tenantId, listId) => {
      const id = await lookUp({ tenantId, listId });
      if (id !== undefined) remembered.set(listId, id);
      return id;
    },
  };
}
