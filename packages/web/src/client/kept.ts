import type { realtime as wire } from '@kith/contract';
import type { Realtime, RealtimeState } from '@kith/sdk';
import type { Emitter } from './emitter.js';
import { applyChanges } from './messages/changes.js';
import { addRun, END, runOfPage, type KnownEntry, type Run } from './messages/runs.js';
import type { AccountStorage } from './storage.js';

type News<T> = Pick<Emitter<T>, 'listen'>;

interface NewEntry {
  readonly listId: string;
  readonly entry: wire.Entry;
}

interface KeptOptions {
  readonly ownId: number;
  readonly storage: Pick<
    AccountStorage,
    'keptIds' | 'loadEntries' | 'saveEntries' | 'changeEntries' | 'loadReply' | 'saveReply' | 'replyIds'
  >;
  readonly realtime: Pick<Realtime, 'list' | 'sync'>;
  /** Whether the conversation itself keeps what it shows. */
  readonly isOpen: (listId: string) => boolean;
  readonly news: {
    readonly entries: News<NewEntry>;
    readonly events: News<Pick<wire.EventFrame, 'type' | 'data'>>;
    readonly states: News<RealtimeState>;
    readonly resets: News<void>;
  };
}

/** After these events nothing of a conversation can be read any more. */
const ENDS: readonly string[] = ['conversation_cleared', 'membership_ended'];

const PAGE = 50;

/** Lets what this browser keeps of conversations have nothing that was recalled, burnt or cleared, also while it was away. */
export function keepInStep({ ownId, storage, realtime, isOpen, news }: KeptOptions): void {
  function forget(listId: string): void {
    storage.saveEntries(listId, []);
    storage.saveReply(listId, undefined);
  }

  async function renew(listId: string, newest: number): Promise<void> {
    const entries = await storage.loadEntries(listId);
    if (entries.at(-1)?.seq === newest || isOpen(listId)) return;
    const added = runOfPage({ before: END }, await realtime.sync(listId, { before: END, limit: PAGE }));
    if (isOpen(listId)) return;
    // What is kept before a gap may have been recalled in it.
    storage.saveEntries(listId, applyTo(entries, added, ownId).at(-1)?.entries ?? []);
  }

  async function renewAll(): Promise<void> {
    const ids = await storage.keptIds();
    for (let at = 0; at < ids.length; at += PAGE) {
      const of = ids.slice(at, at + PAGE);
      const { conversations } = await realtime.list({ of, limit: PAGE });
      for (const listId of of) {
        const row = conversations.find(({ to }) => to === listId);
        if (row?.last) await renew(listId, row.seq);
        else if (!isOpen(listId)) forget(listId);
      }
    }
  }

  /** A draft keeps its reply while the message can be read. */
  async function renewReplies(): Promise<void> {
    for (const listId of await storage.replyIds()) {
      const seq = seqOf(await storage.loadReply(listId));
      if (seq === undefined) continue;
      const { entries } = await realtime.sync(listId, { before: seq + 1, limit: 1 });
      const [found] = entries;
      if (found?.seq !== seq || found.recalled) storage.saveReply(listId, undefined);
    }
  }

  function note({ listId, entry }: NewEntry): void {
    if (entry.kind !== 'recall') return;
    const { target } = entry.content;
    const added = { from: entry.seq, to: entry.seq, entries: [entry] };
    // Without the recall itself: entries in between may be missing.
    storage.changeEntries(listId, (entries) => applyTo(entries, added, ownId)[0]?.entries ?? []);
    void storage
      .loadReply(listId)
      .then((reply) => seqOf(reply) === target && storage.saveReply(listId, undefined));
  }

  async function catchUp(): Promise<void> {
    try {
      await renewAll();
      await renewReplies();
    } catch {
      // The connection has ended; the next one tries again.
    }
  }

  news.entries.listen(note);
  news.events.listen(({ type, data }) => ENDS.includes(type) && forget(String(data['list_id'])));
  news.states.listen((state) => state === 'live' && void catchUp());
  news.resets.listen(() => void storage.keptIds().then((ids) => ids.forEach(forget)));
}

/** The runs of what is kept and what came, with its changes. */
function applyTo(entries: readonly KnownEntry[], added: Run, ownId: number): readonly Run[] {
  const [first, last] = [entries[0], entries.at(-1)];
  const known = first && last ? [{ from: first.seq, to: last.seq, entries }] : [];
  return applyChanges(addRun(known, added), added, { ownId, newest: added.to });
}

function seqOf(reply: unknown): number | undefined {
  const { seq } = (reply ?? {}) as { seq?: unknown };
  return typeof seq === 'number' ? seq : undefined;
}
