import { DomainError, transact, usernameKey, type AccountId, type Ctx, type Tx } from '../kernel/index.js';
import { cancelDeletion } from './delete-account.js';
import { lockDeletion } from './deletions-store.js';
import { notifyAccounts } from './events.js';
import { revokeSessions } from './sessions.js';
import { selectCredentials, selectCredentialsOf } from './credentials-store.js';
import { updateAccount, updateAccountBanned } from './store.js';

/** Finds an account by id, else by user name, for operators. Throws `not_found`. */
export async function findAccountByUsername(
  ctx: Ctx,
  username: string,
): Promise<{ id: AccountId; username: string; status: string }> {
  const byId = /^\d{1,9}$/.test(username) && (await selectCredentialsOf(ctx, Number(username) as AccountId));
  const account = byId || (await selectCredentials(ctx, usernameKey(username)));
  if (!account)
    throw new DomainError('not_found', `There is no account ${username} in tenant ${ctx.tenant.id}.`);
  return { id: account.id, username: account.username, status: account.status };
}

/**
 * Activates, freezes or disables an account. Freezing or disabling ends its sessions and passes its group roles to
 * other members; reactivation does not restore them, but takes back a deletion. Throws `not_found` for an erased account.
 */
export async function setAccountStatus(
  ctx: Ctx,
  id: AccountId,
  status: 'active' | 'frozen' | 'disabled',
): Promise<void> {
  await transact(ctx, (tx) => changeAccountStatus(tx, id, status));
}

/** The same, as a part of a larger change. */
export async function changeAccountStatus(
  tx: Tx,
  id: AccountId,
  status: 'active' | 'frozen' | 'disabled',
): Promise<void> {
  const change = () => updateAccount(tx, id, { status });
  if (status === 'active') {
    await cancelDeletion(tx, id);
    await change();
    return tx.ports.groupRoles.assignOwners(tx, id);
  }
  await tx.ports.groupRoles.releaseRoles(tx, id, change);
  await revokeSessions(tx, { accountId: id });
}

/** Disables an account; returns its previous status, or undefined if it was already disabled. */
export async function banAccount(tx: Tx, id: AccountId): Promise<'active' | 'frozen' | undefined> {
  const before = await tx.ports.groupRoles.releaseRoles(tx, id, () => updateAccountBanned(tx, id));
  await revokeSessions(tx, { accountId: id });
  return before;
}

/** Restores an account's status. One whose deletion is requested is frozen, and one that is being erased stays disabled. */
export async function unbanAccount(tx: Tx, id: AccountId, before: 'active' | 'frozen'): Promise<void> {
  const deletion = await lockDeletion(tx, id);
  if (deletion && deletion.startedAt !== null) return;
  const status = deletion ? 'frozen' : before;
  await updateAccount(tx, id, { status });
  if (status === 'active') await tx.ports.groupRoles.assignOwners(tx, id);
}

/** Allows or forbids an account to see friends' moments. */
export async function changeMaySeeMoments(tx: Tx, id: AccountId, maySee: boolean): Promise<void> {
  await updateAccount(tx, id, { may_see_moments: maySee });
  await notifyAccounts(tx, [{ accountId: id, type: 'profile_changed', data: { accountId: id } }]);
}

/** Hides an account from all other accounts, or shows it again, without a notification. */
export async function setShadowLimit(ctx: Ctx, id: AccountId, isLimited: boolean): Promise<void> {
  await updateAccount(ctx, id, { is_shadow_limited: isLimited });
  ctx.emit({ type: 'visibility_changed', tenantId: ctx.tenant.id, accountId: id });
}

/** Replaces the hash of an account's password and ends all its sessions. */
export async function replacePassword(tx: Tx, id: AccountId, hash: string): Promise<void> {
  await updateAccount(tx, id, { password_hash: hash });
  await revokeSessions(tx, { accountId: id });
}
