import type { AccountId, ConversationId, Ctx, DomainEvent } from '../kernel/index.js';
import type { ChangeContent } from './append-entries.js';
import type { ConversationHead, Entry } from './event-types.js';
import type { MissedEntries } from './missed-entries.js';
import { differsForSender } from './rules.js';
import {
  selectAuthors,
  selectMovedConversations,
  selectNewest,
  selectSeqsBefore,
  selectWholeEntry,
  type ConversationKey,
  type MessageAuthor,
} from './missed-store.js';

/** The event of an appended entry. */
export type EntryAppended = Extract<DomainEvent, { type: 'entry_appended' }>;

/** An event of an appended entry without what only some may see; `loadEntryEvent` restores it. */
export interface EntryReference {
  readonly conversation: ConversationHead;
  readonly seq: number;
  readonly isWithheld: boolean;
  readonly onlyFor?: AccountId | undefined;
  readonly hiddenFrom?: readonly AccountId[] | undefined;
  readonly quoteHiddenFrom?: readonly AccountId[] | undefined;
}

/** Whether an event of an entry contains what only some members may see, so it may not leave the process. */
export function isConfidential(event: EntryAppended): boolean {
  const { entry, onlyFor, hiddenFrom = [], quoteHiddenFrom = [], emptied } = event;
  const revealsAuthor = emptied !== undefined && emptied.alias !== null;
  const isHidden = hiddenFrom.length > 0 || quoteHiddenFrom.length > 0;
  return differsForSender(entry) || onlyFor !== undefined || isHidden || revealsAuthor;
}

/** The reference of an event. */
export function referTo(event: EntryAppended): EntryReference {
  const { conversation, entry, onlyFor, hiddenFrom, quoteHiddenFrom } = event;
  const { seq, isWithheld } = entry;
  return { conversation, seq, isWithheld, onlyFor, hiddenFrom, quoteHiddenFrom };
}

/** The event of a reference; undefined if the entry does not exist, or was burnt or destroyed since. */
export async function loadEntryEvent(
  db: Ctx['db'],
  { conversation, seq, isWithheld, ...audience }: EntryReference,
): Promise<EntryAppended | undefined> {
  const found = await selectWholeEntry(db, conversation, seq);
  if (!found || found.entry.gone === 'burnt' || found.entry.gone === 'destroyed') return undefined;
  const entry: Entry = { ...found.entry, isWithheld };
  return { type: 'entry_appended', conversation, entry, ...audience, emptied: found.emptied };
}

/**
 * The conversations of these accounts with an entry since a time (milliseconds), each with the first and the last of
 * these entries.
 */
export function findMovedConversations(
  db: Ctx['db'],
  sinceMs: number,
  accounts: readonly AccountId[],
): Promise<(ConversationKey & { firstSeq: number; lastSeq: number })[]> {
  return selectMovedConversations(db, sinceMs, accounts);
}

/** For entries of conversations: the last entry before each that was sent before a time (milliseconds), or 0. */
export function findSeqsBefore(
  db: Ctx['db'],
  entries: readonly (ConversationKey & { seq: number })[],
  sinceMs: number,
): Promise<{ id: ConversationId; seq: number; before: number }[]> {
  return selectSeqsBefore(db, entries, sinceMs);
}

/** Conversations with their last entries; without those that do not exist. */
export function listNewest(
  db: Ctx['db'],
  of: readonly ConversationKey[],
): Promise<{ conversation: ConversationHead; lastSeq: number }[]> {
  return selectNewest(db, of);
}

/** The true authors of messages. */
export async function listAuthors(
  db: Ctx['db'],
  messages: readonly (ConversationKey & { seq: number })[],
): Promise<(ConversationKey & { seq: number; author: MessageAuthor })[]> {
  const rows = await selectAuthors(db, messages);
  return rows.map(({ tenantId, id, seq, ...author }) => ({ tenantId, id, seq, author }));
}

/**
 * The events of entries that a member has missed, as the member may see them. `findAuthor` finds the true author of a
 * recalled message.
 */
export async function toMissedEvents(
  viewerId: AccountId,
  { conversation, entries }: Pick<MissedEntries, 'conversation' | 'entries'>,
  findAuthor: (of: ConversationKey, seq: number) => Promise<MessageAuthor | undefined>,
): Promise<EntryAppended[]> {
  return Promise.all(
    entries.map(async (entry): Promise<EntryAppended> => {
      const author = entry.kind === 'recall' ? await findAuthor(conversation, targetOf(entry)) : undefined;
      const emptied = author && shownAuthor(author, viewerId);
      return { type: 'entry_appended', conversation, entry, emptied };
    }),
  );
}

/** The author as a member may see it: nobody for an anonymous message of another one. */
function shownAuthor(author: MessageAuthor, viewerId: AccountId): MessageAuthor {
  const isShown = author.alias === null || author.senderId === viewerId;
  return isShown ? author : { ...author, senderId: 0 };
}

function targetOf({ content }: Entry): number {
  return (JSON.parse(content) as ChangeContent).target; // stored by `appendEntries`
}
