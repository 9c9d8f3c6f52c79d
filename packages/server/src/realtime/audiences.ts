import { loadMemberIds, type ConversationHead } from '@kith/core/conversations';
import type { AccountId, Ctx, DomainEvent } from '@kith/core/kernel';
import { makeMemory } from '../app/memory.js';

/** An event of a conversation. */
export type ConversationEvent = Extract<DomainEvent, { conversation: ConversationHead }>;

/**
 * The recipients of events: a single account if the event names one; in groups, only the reader for read positions;
 * otherwise the members.
 */
export interface Audiences {
  /** The recipients, if they are in memory. */
  known(event: ConversationEvent): readonly AccountId[] | undefined;
  load(event: ConversationEvent): Promise<readonly AccountId[]>;
}

/** Caches the members of conversations. The version in each event tells whether they are current. */
export function makeAudiences(db: Ctx['db']): Audiences {
  const members = makeMemory<number, { version: number; ids: readonly AccountId[] }>(10_000);

  function known(event: ConversationEvent): readonly AccountId[] | undefined {
    if ('onlyFor' in event && event.onlyFor !== undefined) return [event.onlyFor];
    if (event.type === 'read_moved' && event.conversation.kind === 'group') return [event.accountId];
    const { pair, id, membersVersion } = event.conversation;
    if (pair) return pair;
    const cached = members.get(id);
    return cached && isAudience(event, cached.version, membersVersion) ? cached.ids : undefined;
  }

  async function load(event: ConversationEvent): Promise<readonly AccountId[]> {
    const { conversation } = event;
    const loaded = await loadMemberIds(db, conversation);
    members.set(conversation.id, loaded);
    if (isAudience(event, loaded.version, conversation.membersVersion)) return loaded.ids;
    const seq = event.type === 'entry_appended' ? event.entry.seq : undefined;
    return (await loadMemberIds(db, conversation, seq)).ids;
  }

  return { known, load };
}

/** An entry must not be shown to members who joined after it, so a newer version does not match an entry. */
function isAudience({ type }: ConversationEvent, known: number, wanted: number): boolean {
  return type === 'entry_appended' ? known === wanted : known >= wanted;
}
