import type {
  AccountEvent,
  AccountEventData,
  AccountEventType,
  AccountId,
  Ctx,
  MemberCtx,
} from '../kernel/index.js';
import { insertAccountEvents, selectAccountEvents, selectCursor } from './store.js';

/** An event on its way to the account that it concerns. */
export type Telling = {
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
export async function tellAccounts(tx: Ctx, tellings: readonly Telling[]): Promise<void> {
  if (tellings.length === 0) return;
  const positions = await insertAccountEvents(tx, tellings);
  tellings.forEach(({ accountId, type, data }, i) => {
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

/** The position of the caller's own stream now, with the epoch that makes it comparable. */
export function getCursor(ctx: MemberCtx): Promise<{ epoch: string; position: number }> {
  return selectCursor(ctx);
}
