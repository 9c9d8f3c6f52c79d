import { parseListId, type Ctx, type MemberCtx } from '../kernel/index.js';
import type { ConversationHead, Entry } from './event-types.js';
import {
  selectLaggingEntries,
  selectStalePositions,
  type KnownPosition,
  type Lag,
} from './missed-entries-store.js';
import { toHead } from './store.js';

/** Entries of one conversation that a client lacks. */
export interface MissedEntries {
  readonly conversation: ConversationHead;
  readonly entries: Entry[];
  readonly hasMore: boolean;
}

/** A member whose client resumes, and the last seq that it knows of each conversation. */
export interface Resumption {
  readonly me: Pick<MemberCtx, 'tenant' | 'actor'>;
  readonly known: Readonly<Record<string, number>>;
}

/** What a client lacks. */
export interface Lags {
  /** The client knows entries that the database does not have. */
  readonly isAhead: boolean;
  readonly lags: readonly Lag[];
}

/**
 * What the clients of many members lack, in the order of `resumptions`, with one statement. Ignores conversations that
 * the member cannot read.
 */
export async function findLags(
  deps: Pick<Ctx, 'db' | 'now'>,
  resumptions: readonly Resumption[],
): Promise<Lags[]> {
  const positions: (KnownPosition & { readonly of: number })[] = [];
  for (const [of, { me, known }] of resumptions.entries())
    for (const [id, seq] of Object.entries(known)) {
      const listId = parseListId(id);
      if (listId !== undefined)
        positions.push({ of, tenantId: me.tenant.id, accountId: me.actor, listId, seq });
    }
  const found = resumptions.map(() => ({ isAhead: false, lags: [] as Lag[] }));
  if (positions.length === 0) return found;
  for (const row of await selectStalePositions(deps.db, positions, deps.now())) {
    const position = positions[row.idx];
    const of = position && found[position.of];
    if (!of) continue;
    const { tenantId, accountId, seq } = position;
    const { lastSeq, clearedSeq, isHidden, withheldAfter } = row;
    if (seq > lastSeq) of.isAhead = true;
    const after = Math.max(seq, clearedSeq);
    if (after >= lastSeq || isHidden) continue;
    const conversation = toHead({ tenant: { id: tenantId } }, row);
    of.lags.push({ accountId, conversation, after, clearedSeq, withheldAfter });
  }
  return found;
}

/** The next entries of each lag, in the order of `lags`, with one statement. */
export async function loadLaggingEntries(
  db: Ctx['db'],
  lags: readonly Lag[],
  limit: number,
): Promise<MissedEntries[]> {
  const pages = await selectLaggingEntries(db, lags, limit);
  return lags.map(({ conversation }, i) => ({
    conversation,
    ...(pages[i] ?? { entries: [], hasMore: false }),
  }));
}
