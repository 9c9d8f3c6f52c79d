import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import type {
  AccountEvent,
  AccountEventData,
  AccountEventType,
  AccountId,
  Ctx,
  MemberCtx,
  TenantId,
} from '../kernel/index.js';
import { insertAccountEvents, selectAccountEvents, selectCursors, updateOwnEpoch } from './store.js';

/** An event on its way to the account that it concerns. */
export type AccountNotification = {
  [T in AccountEventType]: {
    readonly accountId: AccountId;
    readonly type: T;
    readonly data: AccountEventData[T];
  };
}[AccountEventType];

/**
 * Writes events to the own streams of accounts and announces them. Call it inside the transaction of the
 * change that they tell of.
 */
export async function notifyAccounts(tx: Ctx, notifications: readonly AccountNotification[]): Promise<void> {
  if (notifications.length === 0) return;
  const positions = await insertAccountEvents(tx, notifications);
  notifications.forEach(({ accountId, type, data }, i) => {
    // The union correlates type and data; TypeScript loses that when the object is built anew.
    const event = { position: positions[i], type, data } as AccountEvent;
    tx.emit({ type: 'account_event', tenantId: tx.tenant.id, accountId, event });
  });
}

/** The caller's own events after a position, oldest first. */
export async function listAccountEvents(
  ctx: MemberCtx,
  page: { after: number; limit: number },
): Promise<AccountEvent[]> {
  return (await selectAccountEvents(ctx, page.after, page.limit)) as AccountEvent[];
}

/** The positions of the accounts' own streams now, with the epoch that makes them comparable. */
export function listCursors(
  db: Kysely<Tables>,
  accounts: readonly { tenantId: TenantId; accountId: AccountId }[],
): Promise<{ tenantId: TenantId; accountId: AccountId; epoch: string; position: number }[]> {
  return selectCursors(db, accounts);
}

/**
 * Begins another life of the caller's stream: a client knows more than the database has, so positions that were given
 * out are given out again. All of the account's clients read their state anew. When two of them ask at once, one is
 * enough: `from` is the epoch that both know.
 */
export function beginOwnEpoch(ctx: MemberCtx, from: string): Promise<void> {
  return updateOwnEpoch(ctx, from);
}
