import type { AccountId, ConversationId, Ctx, DomainEvent, MemberCtx } from '../kernel/index.js';
import type { ChangeContent } from './append-entries.js';
import type { ConversationHead, Entry } from './event-types.js';
import { findLags, loadLaggingEntries, type Lags } from './missed-entries.js';
import { differsForSender } from './rules.js';
import {
  selectAuthors,
  selectMovedConversations,
  selectNewest,
  selectSeqsBefore,
  selectWholeEntry,
  type ConversationKey,
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
}

/** Whether an event of an entry contains what only some members may see, so it may not leave the process. */
export function isConfidential({ entry, onlyFor, hiddenFrom = [], emptied }: EntryAppended): boolean {
  const revealsAuthor = emptied !== undefined && emptied.alias !== null;
  return differsForSender(entry) || onlyFor !== undefined || hiddenFrom.length > 0 || revealsAuthor;
}

/** The reference of an event. */
export function referTo({ conversation, entry, onlyFor, hiddenFrom }: EntryAppended): EntryReference {
  return { conversation, seq: entry.seq, isWithheld: entry.isWithheld, onlyFor, hiddenFrom };
}

/** The event of a reference; undefined if the entry does not exist, or was burnt or destroyed since. */
export async function loadEntryEvent(
  db: Ctx['db'],
  { conversation, seq, isWithheld, onlyFor, hiddenFrom }: EntryReference,
): Promise<EntryAppended | undefined> {
  const found = await selectWholeEntry(db, conversation, seq);
  if (!found || found.entry.gone === 'burnt' || found.entry.gone === 'destroyed') return undefined;
  const entry: Entry = { ...found.entry, isWithheld };
  return { type: 'entry_appended', conversation, entry, onlyFor, hiddenFrom, emptied: found.emptied };
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

/** A conversation with its last entry; undefined if it does not exist. */
export function findNewest(
  db: Ctx['db'],
  of: ConversationKey,
): Promise<{ conversation: ConversationHead; lastSeq: number } | undefined> {
  return selectNewest(db, of);
}

/**
 * The events of the next entries after a position, as the caller may see them, and whether there are more. Empty if the
 * caller may not read the conversation.
 */
export async function listMissedEvents(
  ctx: MemberCtx,
  { listId, after, limit }: { listId: string; after: number; limit: number },
): Promise<{ events: EntryAppended[]; hasMore: boolean }> {
  const [found] = await loadLaggingEntries(ctx.db, await findOwnLags(ctx, listId, after), limit);
  if (!found) return { events: [], hasMore: false };
  const { conversation, entries, hasMore } = found;
  const targets = entries.flatMap((entry) => (entry.kind === 'recall' ? [targetOf(entry)] : []));
  const authors = targets.length > 0 ? await selectAuthors(ctx, conversation, targets) : undefined;
  const events = entries.map((entry): EntryAppended => {
    const emptied = entry.kind === 'recall' ? authors?.get(targetOf(entry)) : undefined;
    return { type: 'entry_appended', conversation, entry, emptied };
  });
  return { events, hasMore };
}

async function findOwnLags(ctx: MemberCtx, listId: string, after: number): Promise<Lags['lags']> {
  const [found] = await findLags(ctx, [{ me: ctx, known: { [listId]: after } }]);
  return found?.lags ?? [];
}

function targetOf({ content }: Entry): number {
  return (JSON.parse(content) as ChangeContent).target; // stored by `appendEntries`
}
