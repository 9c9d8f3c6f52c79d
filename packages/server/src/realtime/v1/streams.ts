import type { realtime } from '@kith/contract';
import { listAccountEvents, listCursors, startStreamEpochs, type StreamPosition } from '@kith/core/accounts';
import {
  findLags,
  loadLaggingEntries,
  type Lag,
  type Lags,
  type MissedEntries,
  type Resumption,
} from '@kith/core/conversations';
import {
  bounds,
  DomainError,
  type AccountEvent,
  type AccountId,
  type MemberCtx,
  type TenantId,
} from '@kith/core/kernel';
import { makeBulk } from '../../app/bulk.js';
import type { Deps } from '../../app/deps.js';

/**
 * What a resume asks for. All look-ups are in bulk: after a restart all clients resume at the same time, and a thousand
 * of them need little more statements than one.
 */
export interface Streams {
  /** The current position of the caller's own stream, with its epoch. */
  cursorOf(me: MemberCtx): Promise<realtime.Cursor>;
  /** Begins a new epoch of the caller's stream, if it is still `from`. */
  beginAnew(me: MemberCtx, from: string): Promise<void>;
  /** What a client lacks. */
  lagsOf(resumption: Resumption): Promise<Lags>;
  /** The next entries of one conversation that a client lacks. */
  entriesOf(lag: Lag): Promise<MissedEntries>;
  /** The next events after a position in an account's own stream. */
  eventsOf(position: StreamPosition): Promise<readonly AccountEvent[]>;
}

/** The streams of all accounts. */
export function makeStreams(deps: Pick<Deps, 'db' | 'now' | 'log'>): Streams {
  const { db, log } = deps;
  let mayWarnAt = 0;
  const cursors = makeBulk(
    async (keys: readonly string[]) => {
      const rows = await listCursors(db, keys.map(accountOf));
      return new Map(
        rows.map(({ tenantId, accountId, epoch, position }) => [
          keyOf(tenantId, accountId),
          { epoch, position },
        ]),
      );
    },
    bounds.queue.sessionsAtOnce,
    bounds.queue.resumePauseMs,
  );
  const epochs = makeBulk(
    async (keys: readonly string[]) => {
      await startStreamEpochs(
        db,
        keys.map((key) => ({ ...accountOf(key), from: key.slice(key.indexOf(' ') + 1) })),
      );
      return new Map<string, never>();
    },
    bounds.queue.sessionsAtOnce,
    bounds.queue.resumePauseMs,
  );
  const lags = makeBulk(
    inOrder((asked: readonly Resumption[]) => findLags(deps, asked)),
    bounds.queue.resumesAtOnce,
    bounds.queue.resumePauseMs,
  );
  const entries = makeBulk(
    inOrder((asked: readonly Lag[]) => loadLaggingEntries(db, asked, bounds.list.missedEntries)),
    bounds.queue.lagsAtOnce,
    bounds.queue.resumePauseMs,
  );
  const events = makeBulk(
    inOrder((asked: readonly StreamPosition[]) => listAccountEvents(db, asked, bounds.list.eventsAtOnce)),
    bounds.queue.eventStreamsAtOnce,
    bounds.queue.resumePauseMs,
  );

  return {
    cursorOf: async ({ tenant, actor }) => {
      const cursor = await cursors(keyOf(tenant.id, actor));
      if (!cursor) throw new DomainError('not_signed_in');
      return cursor;
    },
    beginAnew: async (me, from) => {
      await epochs(`${keyOf(me.tenant.id, me.actor)} ${from}`);
      if (performance.now() < mayWarnAt) return;
      mayWarnAt = performance.now() + bounds.log.restoredWarningAfterMs;
      log.warn(
        { tenantId: me.tenant.id, accountId: me.actor },
        'A client knows entries that the database does not have, as after restoring an older copy: it reloads all state. After a restore, run "kith restored".',
      );
    },
    lagsOf: async (resumption) => found(await lags(resumption)),
    entriesOf: async (lag) => found(await entries(lag)),
    eventsOf: async (position) => found(await events(position)),
  };
}

/** A load whose answers are in the order of the questions, as `makeBulk` wants it. */
function inOrder<Q, A>(
  load: (questions: readonly Q[]) => Promise<readonly A[]>,
): (questions: readonly Q[]) => Promise<ReadonlyMap<Q, A>> {
  return async (questions) => {
    const answers = await load(questions);
    return new Map(answers.map((answer, i) => [questions[i] as Q, answer])); // one for each question
  };
}

function found<A>(answer: A | undefined): A {
  if (answer === undefined) throw new Error('Each question has an answer.');
  return answer;
}

function keyOf(tenantId: TenantId, accountId: AccountId): string {
  return `${tenantId}/${accountId}`;
}

function accountOf(key: string): { tenantId: TenantId; accountId: AccountId } {
  const [tenantId, accountId] = key.split(/[/ ]/, 2).map(Number);
  return { tenantId, accountId } as { tenantId: TenantId; accountId: AccountId }; // written by `keyOf`
}
