import { DomainError, type MemberTx } from '../kernel/index.js';
import { lockCredentials } from './credentials-store.js';

/**
 * Requires that the caller's account is still active, until the transaction ends: a deletion that came first has hidden what
 * it showed. Throws `account_frozen` or `account_disabled`.
 */
export async function requireActive(tx: MemberTx): Promise<void> {
  const status = (await lockCredentials(tx, tx.actor))?.status ?? 'disabled';
  if (status !== 'active') throw new DomainError(status === 'frozen' ? 'account_frozen' : 'account_disabled');
}
