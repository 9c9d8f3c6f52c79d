import { loadMemberIds, type ConversationHead } from '@kith/core/conversations';
import type { AccountId, Ctx, DomainEvent } from '@kith/core/kernel';
import { makeMemory } from '../app/memory.js';

/** An event of a conversation. */
export type ConversationEvent = Extract<DomainEvent, { conversation: ConversationHead }>;

/** The members of a conversation at one version of its membership. */
export interface Members {
  readonly version: number;
  readonly ids: readonly AccountId[];
}

/**
 * The recipients of events: a single account if the event names one; in groups, only the reader for read positions;
 * otherwise the members.
 */
export interface Audiences {
  /** The recipients, if they are in memory. */
  known(event: ConversationEvent): readonly AccountId[] | undefined;
  load(event: ConversationEvent): Promise<readonly AccountId[]>;
  /** The members of a conversation as it is, from memory if they are there. */
  membersOf(conversation: ConversationHead): Promise<readonly AccountId[]>;
  /** The members of a conversation in memory, of whatever version. */
  members(conversationId: number): Members | undefined;
  /** Notes members that another node has loaded, unless newer ones are in memory. */
  note(conversationId: number, members: Members): void;
}

/** Caches the members of conversations. The version in each event tells whether they are current. */
export function makeAudiences(db: Ctx['db']): Audiences {
  const members = makeMemory<number, Members>(10_000);
  // Of one version, for all who ask at the same time.
  const loads = new Map<string, Promise<Members>>();

  function known(event: ConversationEvent): readonly AccountId[] | undefined {
    const named = namedAudience(event);
    if (named) return named;
    const { id, membersVersion } = event.conversation;
    const cached = members.get(id);
    return cached && isAudience(event, cached.version, membersVersion) ? cached.ids : undefined;
  }

  function note(id: number, found: Members): void {
    if ((members.get(id)?.version ?? -1) < found.version) members.set(id, found);
  }

  async function loadMembers(conversation: ConversationHead): Promise<Members> {
    const key = `${conversation.id}/${conversation.membersVersion}`;
    const loading = loads.get(key) ?? loadMemberIds(db, conversation).finally(() => loads.delete(key));
    loads.set(key, loading);
    const loaded = await loading;
    note(conversation.id, loaded);
    return loaded;
  }

  async function load(event: ConversationEvent): Promise<readonly AccountId[]> {
    const { conversation } = event;
    const loaded = await loadMembers(conversation);
    if (isAudience(event, loaded.version, conversation.membersVersion)) return loaded.ids;
    const seq = event.type === 'entry_appended' ? event.entry.seq : undefined;
    return (await loadMemberIds(db, conversation, seq)).ids;
  }

  return {
    known,
    load,
    membersOf: async (conversation) => {
      const cached = members.get(conversation.id);
      return cached && cached.version >= conversation.membersVersion
        ? cached.ids
        : (await loadMembers(conversation)).ids;
    },
    members: (id) => members.get(id),
    note,
  };
}

/** The recipients that the event itself names; undefined if they are the members of a group. */
export function namedAudience(event: ConversationEvent): readonly AccountId[] | undefined {
  if ('onlyFor' in event && event.onlyFor !== undefined) return [event.onlyFor];
  if (event.type === 'read_moved' && event.conversation.kind === 'group') return [event.accountId];
  return event.conversation.pair;
}

/** An entry must not be shown to members who joined after it, so a newer version does not match an entry. */
function isAudience({ type }: ConversationEvent, known: number, wanted: number): boolean {
  return type === 'entry_appended' ? known === wanted : known >= wanted;
}
