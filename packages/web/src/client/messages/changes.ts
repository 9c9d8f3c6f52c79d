import type { realtime } from '@kith/contract';
import { quotedText } from './rows.js';
import type { KnownEntry, Run } from './runs.js';

type Change = realtime.Entry & { readonly content: { readonly target: number } };

const CHANGES: readonly string[] = ['recall', 'edit', 'reaction'];

/** The runs with one more, after everything in them that concerns one another is applied: edits, recalls, reactions. */
export function applyChanges(
  runs: readonly Run[],
  added: Run,
  { ownId, newest }: { readonly ownId: number; readonly newest: number },
): readonly Run[] {
  const later = added.to < newest ? runs.flatMap(({ entries }) => entries.filter(isChange)) : [];
  const changes = new Map<number, Change[]>();
  for (const change of [...later, ...added.entries.filter(isChange)]) {
    const { target } = change.content;
    changes.set(target, [...(changes.get(target) ?? []), change]);
  }
  if (changes.size === 0) return runs;
  return runs.map((run) => {
    const entries = run.entries.map((entry) => applyTo(entry, changes, ownId));
    return entries.some((entry, index) => entry !== run.entries[index]) ? { ...run, entries } : run;
  });
}

/** Loaded entries, marked with how new they are. */
export function markAsOf(entries: readonly realtime.Entry[], asOf: number): readonly KnownEntry[] {
  return entries.map((entry) => (entry.kind === 'message' ? { ...entry, asOf } : entry));
}

function isChange(entry: realtime.Entry): entry is Change {
  return CHANGES.includes(entry.kind);
}

function applyTo(
  entry: KnownEntry,
  changes: ReadonlyMap<number, readonly Change[]>,
  ownId: number,
): KnownEntry {
  if (isChange(entry)) {
    // What was recalled is nowhere any more, not even in its edits.
    const isGone = entry.kind === 'edit' && isRecalled(changes.get(entry.content.target));
    return isGone ? { ...entry, content: { target: entry.content.target, content: {} } } : entry;
  }
  const known = applyToQuote(entry, changes);
  return (changes.get(entry.seq) ?? []).reduce((so, change) => applyOne(so, change, ownId), known);
}

/** The quote of a reply follows the message at `reply_to`. */
function applyToQuote(entry: KnownEntry, changes: ReadonlyMap<number, readonly Change[]>): KnownEntry {
  const { quote, ...unquoted } = entry;
  const ofQuoted = entry.reply_to === undefined ? undefined : changes.get(entry.reply_to);
  if (!quote || !ofQuoted) return entry;
  if (isRecalled(ofQuoted)) return unquoted;
  const edit = ofQuoted.findLast(({ kind, seq }) => kind === 'edit' && seq > (entry.asOf ?? entry.seq));
  if (!edit) return entry;
  const { content } = edit.content as unknown as realtime.EditContent;
  return { ...entry, quote: { ...quote, text: quotedText(quote.type, content) } };
}

function isRecalled(changes: readonly Change[] | undefined): boolean {
  return changes?.some(({ kind }) => kind === 'recall') ?? false;
}

function applyOne(entry: KnownEntry, change: Change, ownId: number): KnownEntry {
  const isNews = change.seq > (entry.asOf ?? entry.seq);
  const known = isNews ? { ...entry, asOf: change.seq } : entry;
  // The contract declares these contents for these kinds.
  if (change.kind === 'recall') {
    const { reason } = change.content as unknown as realtime.RecallContent;
    const { reactions: _r, quote: _q, ...rest } = known;
    return { ...rest, content: {}, recalled: true, ...(reason === 'burn' && { burnt: true as const }) };
  }
  if (entry.recalled) return entry;
  if (change.kind === 'edit') {
    const { content } = change.content as unknown as realtime.EditContent;
    if (!isNews) return entry.edited ? entry : { ...entry, edited: true };
    return { ...known, content, edited: true };
  }
  return isNews ? { ...known, reactions: react(known.reactions ?? [], change, ownId) } : entry;
}

function react(
  reactions: readonly realtime.Reactions[],
  { from, content }: Change,
  ownId: number,
): realtime.Reactions[] {
  const { emoji, on, count } = content as unknown as realtime.ReactionContent;
  const before = reactions.find((one) => one.emoji === emoji);
  const isOwn = from === ownId ? on : before?.own === true;
  const now = { emoji, count, ...(isOwn && { own: true as const }) };
  if (count === 0) return reactions.filter((one) => one !== before);
  return before ? reactions.map((one) => (one === before ? now : one)) : [...reactions, now];
}
