import { bounds, type AccountId, type DomainEvent, type MemberCtx } from '@kith/core/kernel';
import type { Deps } from '../../app/deps.js';
import type { Connection } from '../connection.js';
import { makeFlaps } from './flaps.js';
import { showPresence, type Look } from './show-presence.js';
import { makeWatchers, type Watcher, type Watchers } from './watchers.js';

/** The presence that the sockets of this node watch. */
export interface Watches {
  /** Replaces the accounts that a connection watches, and answers with the presence of each. */
  watch(connection: Connection, me: MemberCtx, ids: readonly number[]): void;
  /** The connection has closed. */
  end(connection: Connection): void;
  /** Judges again what an event may have changed. */
  onEvent(event: DomainEvent): void;
  stop(): void;
}

/**
 * Sends `presence` frames. The rules of sight are judged by the database whenever something is sent: for many watchers
 * in one statement, and only for accounts that may have changed. So the cost grows with the watchers of an account, not
 * with its friends.
 */
export function makeWatches(deps: Deps): Watches {
  let timer: NodeJS.Timeout | undefined;
  const watchers = makeWatchers(() => wakeIn(bounds.presence.gatherMs));
  const flaps = makeFlaps(watchers.markAccount, deps.timing.flapMs);
  const isShownOnline = (id: AccountId) => deps.presence.isOnline(id) || flaps.has(id);

  deps.presence.onChange((id, isOnline) => {
    if (watchers.isWatched(id) && flaps.isChange(id, isOnline)) watchers.markAccount(id);
  });
  const judgeAgain = setInterval(watchers.markOnline, bounds.presence.judgeAgainMs).unref();

  function wakeIn(ms: number): void {
    timer ??= setTimeout(() => void runRound(), ms).unref();
  }

  /** Rounds never overlap: the next timer starts when a round has ended. */
  async function runRound(): Promise<void> {
    const looks = choose(watchers.pending, performance.now());
    let pauseMs: number = bounds.presence.gatherMs;
    try {
      await showPresence(deps, looks, { isOnline: isShownOnline, onSlow: markAgain });
    } catch (error) {
      deps.log.warn({ err: error }, 'presence could not be judged');
      for (const look of looks) markAgain(look);
      pauseMs = bounds.presence.retryMs;
    }
    timer = undefined;
    if (watchers.pending.size > 0) wakeIn(pauseMs);
  }

  function markAgain({ watcher, shown, due }: Look): void {
    if (watcher.shown === shown) for (const id of due) watchers.mark(watcher, id);
  }

  return {
    watch: watchers.watch,
    end: watchers.end,
    onEvent: (event) => markConcerned(deps, watchers, event),
    stop: () => {
      clearTimeout(timer);
      clearInterval(judgeAgain);
      flaps.stop();
    },
  };
}

/** Takes the watchers whose turn it is, up to the number of pairs of one statement. */
function choose(pending: Set<Watcher>, now: number): Look[] {
  const looks: Look[] = [];
  let pairs = 0;
  for (const watcher of pending) {
    if (watcher.nextAt > now) continue;
    if (pairs > 0 && pairs + watcher.due.size > bounds.presence.pairsAtOnce) break;
    pairs += watcher.due.size;
    pending.delete(watcher);
    looks.push({ watcher, shown: watcher.shown, due: watcher.due });
    watcher.due = new Set();
  }
  return looks;
}

/** Makes due what an event may have changed: who sees whom, and who shows presence. */
function markConcerned({ hub }: Pick<Deps, 'hub'>, watchers: Watchers, event: DomainEvent): void {
  function markListsOf(viewerId: AccountId, only?: AccountId): void {
    for (const connection of hub.of(viewerId)) {
      const watcher = watchers.of(connection);
      if (!watcher) continue;
      for (const id of only === undefined ? watcher.shown.keys() : [only]) watchers.mark(watcher, id);
    }
  }

  if (event.type === 'visibility_changed') return watchers.markAccount(event.accountId);
  if (event.type !== 'account_event') return;
  const { accountId, event: own } = event;
  if (own.type === 'profile_changed') {
    watchers.markAccount(accountId);
    markListsOf(accountId);
  } else if (own.type === 'contact_changed') {
    // A block counts in both directions.
    markListsOf(accountId, own.data.accountId);
    markListsOf(own.data.accountId, accountId);
  }
}
