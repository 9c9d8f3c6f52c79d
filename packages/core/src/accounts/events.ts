import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import type {
  AccountEvent,
  AccountEventData,
  AccountEventType,
  AccountId,
  Tx,
  TenantId,
} from '../kernel/index.js';
import {
  insertAccountEvents,
  selectAccountEvents,
  selectCursors,
  selectMovedAccounts,
  selectPositionsBefore,
  updateEpochs,
  type StreamPosition,
} from './events-store.js';

/** A new event for an account's own stream. */
export type AccountNotification = {
  [T in AccountEventType]: {
    readonly accountId: AccountId;
    readonly type: T;
    readonly data: AccountEventData[T];
  };
}[AccountEventType];

/** Appends events to the accounts' own streams and publishes them, together with the change that they report. */
export async function notifyAccounts(tx: Tx, notifications: readonly AccountNotification[]): Promise<void> {
  if (notifications.length === 0) return;
  const positions = await insertAccountEvents(tx, notifications);
  notifications.forEach(({ accountId, type, data }, i) => {
    // The union correlates type and data; TypeScript loses that in a new object.
    const event = { position: positions[i], type, data } as AccountEvent;
    tx.emit({ type: 'account_event', tenantId: tx.tenant.id, accountId, event });
  });
}

/** For each position in an account's own stream, in the given order, the first `limit` events after it, oldest first. */
export async function listAccountEvents(
  db: Kysely<Tables>,
  after: readonly StreamPosition[],
  limit: number,
): Promise<AccountEvent[][]> {
  const events = after.map((): AccountEvent[] => []);
  for (const { idx, ...event } of await selectAccountEvents(db, after, limit))
    events[idx]?.push(event as AccountEvent); // the type of the row decides that of its data
  return events;
}

/** The accounts among these with an event since a time (milliseconds), and the first and the last of these events. */
export function findMovedAccounts(
  db: Kysely<Tables>,
  sinceMs: number,
  accounts: readonly AccountId[],
): Promise<{ tenantId: TenantId; accountId: AccountId; first: number; last: number }[]> {
  return selectMovedAccounts(db, sinceMs, accounts);
}

/** For events of accounts: the last event before each from before a time (milliseconds), or 0. */
export function findPositionsBefore(
  db: Kysely<Tables>,
  events: readonly { tenantId: TenantId; accountId: AccountId; position: number }[],
  sinceMs: number,
): Promise<{ accountId: AccountId; position: number; before: number }[]> {
  return selectPositionsBefore(db, events, sinceMs);
}

/** The current positions of the accounts' own streams, with the epochs that make them comparable. */
export function listCursors(
  db: Kysely<Tables>,
  accounts: readonly { tenantId: TenantId; accountId: AccountId }[],
): Promise<{ tenantId: TenantId; accountId: AccountId; epoch: string; position: number }[]> {
  return selectCursors(db, accounts);
}

/**
 * Starts new epochs of the accounts' streams, because clients know more than the database and positions are therefore
 * reused. All clients of these accounts then reload their state. `from` is the epoch that a client knows; of
 * simultaneous calls with the same one, only the first has an effect.
 */
export function startStreamEpochs(
  db: Kysely<Tables>,
  streams: readonly { tenantId: TenantId; accountId: AccountId; from: string }[],
): Promise<void> {
  return updateEpochs(db, streams);
}
