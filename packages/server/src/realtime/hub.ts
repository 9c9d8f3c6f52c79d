import { realtime } from '@kith/contract';
import { bounds, type AccountId, type TenantId } from '@kith/core/kernel';
import type { Presence } from '@kith/core/ports';
import type { Connection } from './connection.js';

/** The accounts with open sockets at this node; `isOnline` and `online` know no other node. */
export interface Hub extends Presence {
  /** Adds a connection. If the account has too many, the oldest is closed and receives nothing more. */
  add(connection: Connection, accountId: AccountId): void;
  remove(connection: Connection, accountId: AccountId): void;
  /** The connections of an account, the oldest first. */
  of(accountId: AccountId): readonly Connection[];
  /** All connections with an account. */
  all(): Iterable<Connection>;
  count(): number;
  /** The tenant of each account with a socket here. */
  tenantsOfAccounts(): Iterable<TenantId>;
  /** Receives each account that opens its first socket here, and each that closes its last. */
  onAccount(receive: (accountId: AccountId, isHere: boolean) => void): void;
  /** The accounts whose first socket here has opened, or whose last one has closed, since the previous call, and when. */
  takeMoved(): Iterable<Seen>;
}

/** When an account had a socket. */
export interface Seen {
  readonly tenantId: TenantId;
  readonly accountId: AccountId;
  readonly at: number;
}

const nobody: readonly Connection[] = [];

/** Keeps the connections of each account. */
export function makeHub(now: () => number): Hub {
  // Arrays that are replaced, never changed: most accounts have one connection, for which a set would be large.
  const byAccount = new Map<AccountId, readonly Connection[]>();
  const receivers: ((accountId: AccountId, isHere: boolean) => void)[] = [];
  let moved = new Map<AccountId, Seen>();

  function noteMoved({ identity }: Connection, accountId: AccountId): void {
    if (!identity) return;
    moved.set(accountId, { tenantId: identity.session.tenantId, accountId, at: now() });
  }

  function* all(): Iterable<Connection> {
    for (const connections of byAccount.values()) yield* connections;
  }

  function* tenantsOfAccounts(): Iterable<TenantId> {
    for (const [{ identity } = { identity: undefined }] of byAccount.values())
      if (identity) yield identity.session.tenantId;
  }

  function tell(accountId: AccountId, isHere: boolean): void {
    for (const receive of receivers) receive(accountId, isHere);
  }

  return {
    add: (connection, accountId) => {
      const others = byAccount.get(accountId);
      if (!others) {
        byAccount.set(accountId, [connection]);
        noteMoved(connection, accountId);
        return tell(accountId, true);
      }
      const [oldest, ...rest] = others;
      const isFull = others.length >= bounds.connection.socketsPerAccount;
      byAccount.set(accountId, [...(isFull ? rest : others), connection]);
      if (isFull) oldest?.close(realtime.CloseCode.tooManySockets, 'too many sockets of this account');
    },
    remove: (connection, accountId) => {
      const connections = byAccount.get(accountId);
      if (!connections?.includes(connection)) return;
      const others = connections.filter((other) => other !== connection);
      if (others.length > 0) return void byAccount.set(accountId, others);
      byAccount.delete(accountId);
      noteMoved(connection, accountId);
      tell(accountId, false);
    },
    of: (accountId) => byAccount.get(accountId) ?? nobody,
    all,
    online: () => byAccount.keys(),
    tenantsOfAccounts,
    count: () => [...byAccount.values()].reduce((sum, connections) => sum + connections.length, 0),
    onAccount: (receive) => void receivers.push(receive),
    isOnline: (accountId) => byAccount.has(accountId),
    takeMoved: () => {
      const taken = moved;
      moved = new Map();
      return taken.values();
    },
  };
}
