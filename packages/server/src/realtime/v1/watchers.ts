import type { AccountId, MemberCtx, TenantId } from '@kith/core/kernel';
import type { Connection } from '../connection.js';

/** A connection that watches accounts. */
export interface Watcher {
  readonly connection: Connection;
  readonly tenantId: TenantId;
  readonly viewerId: AccountId;
  /** The watched accounts, and whether each was last shown online. */
  shown: Map<AccountId, boolean>;
  /** The accounts whose presence may differ from what was shown. */
  due: Set<AccountId>;
  /** Whether the next frame names all watched accounts, as the answer to `watch`. */
  isAsked: boolean;
  /** No frame before this time of the monotonic clock. */
  nextAt: number;
}

/** The watchers of this node. */
export interface Watchers {
  /** Replaces the accounts that a connection watches; all of them are due. */
  watch(connection: Connection, me: MemberCtx, ids: readonly number[]): void;
  end(connection: Connection): void;
  of(connection: Connection): Watcher | undefined;
  isWatched(id: AccountId): boolean;
  /** Makes an account due for one watcher, if it watches it. */
  mark(watcher: Watcher, id: AccountId): void;
  /** Makes an account due for all its watchers. */
  markAccount(id: AccountId): void;
  /** Makes every account due that is shown online. */
  markOnline(): void;
  /** The watchers with due accounts. */
  readonly pending: Set<Watcher>;
}

/** Keeps the watchers, and calls back when one becomes pending. */
export function makeWatchers(onPending: () => void): Watchers {
  const watchers = new Map<Connection, Watcher>();
  const byAccount = new Map<AccountId, Set<Watcher>>();
  const pending = new Set<Watcher>();

  function open(connection: Connection, { tenant, actor }: MemberCtx): Watcher {
    const facts = { connection, tenantId: tenant.id, viewerId: actor };
    const watcher = { ...facts, shown: new Map(), due: new Set<AccountId>(), isAsked: false, nextAt: 0 };
    watchers.set(connection, watcher);
    return watcher;
  }

  function enter(watcher: Watcher, id: AccountId): void {
    const all = byAccount.get(id);
    if (all) all.add(watcher);
    else byAccount.set(id, new Set([watcher]));
  }

  function leaveAll(watcher: Watcher): void {
    for (const id of watcher.shown.keys()) {
      const all = byAccount.get(id);
      all?.delete(watcher);
      if (all?.size === 0) byAccount.delete(id);
    }
    watcher.shown = new Map();
  }

  function add(watcher: Watcher): void {
    pending.add(watcher);
    onPending();
  }

  function mark(watcher: Watcher, id: AccountId): void {
    if (!watcher.shown.has(id)) return;
    watcher.due.add(id);
    add(watcher);
  }

  return {
    watch: (connection, me, ids) => {
      const watcher = watchers.get(connection) ?? open(connection, me);
      leaveAll(watcher);
      const wanted = new Set(ids as AccountId[]); // judged before anything is shown
      watcher.shown = new Map([...wanted].map((id) => [id, false]));
      for (const id of wanted) enter(watcher, id);
      watcher.due = wanted;
      watcher.isAsked = true;
      add(watcher);
    },
    end: (connection) => {
      const watcher = watchers.get(connection);
      if (!watcher) return;
      watchers.delete(connection);
      pending.delete(watcher);
      leaveAll(watcher);
    },
    of: (connection) => watchers.get(connection),
    isWatched: (id) => byAccount.has(id),
    mark,
    markAccount: (id) => {
      for (const watcher of byAccount.get(id) ?? []) mark(watcher, id);
    },
    markOnline: () => {
      for (const watcher of watchers.values())
        for (const [id, isShownOnline] of watcher.shown) if (isShownOnline) mark(watcher, id);
    },
    pending,
  };
}
