import {
  AVATAR_SIZES,
  DomainError,
  type AccountId,
  type Ctx,
  type Departed,
  type Tx,
} from '../kernel/index.js';
import { avatarFolder, uploadedAvatarFolder } from './avatars.js';
import {
  deleteDeletion,
  insertDeletion,
  selectAvatarNames,
  selectDeletion,
  updateDeletionStarted,
} from './deletions-store.js';
import {
  deleteOwnRows,
  deletePendingAvatarsOf,
  updateApplicantEvents,
  updateErased,
  updateInviteesForgotten,
} from './erase-store.js';
import { notifyAccounts } from './events.js';
import { namesOf, nicknameColumns } from './names.js';
import { revokeSessions } from './sessions.js';
import { updateAccount, updateAccountFrozen } from './store.js';

const DAY_MS = 24 * 3600_000;

/**
 * Schedules the deletion of an account at the end of the tenant's grace period, and returns that time (milliseconds). At
 * once, its sessions end, others see a deleted account without name and picture, and its group roles pass to other
 * members. A banned account stays banned. A repeated request changes nothing.
 */
export async function scheduleDeletion(tx: Tx, id: AccountId): Promise<number> {
  const before = await selectDeletion(tx, id);
  if (before) return before.eraseAt;
  const eraseAt = tx.now() + tx.tenant.settings.deletionGraceDays * DAY_MS;
  await tx.ports.groupRoles.releaseRoles(tx, id, async () => {
    await insertDeletion(tx, id, eraseAt);
    const shown = {
      ...nicknameColumns(tx.ports.wording.deletedName),
      signature: '',
      avatar_name: null,
      cover: null,
    };
    await updateAccount(tx, id, shown);
    await updateAccountFrozen(tx, id);
  });
  await revokeSessions(tx, { accountId: id });
  await notifyAccounts(tx, [{ accountId: id, type: 'profile_changed', data: { accountId: id } }]);
  return eraseAt;
}

/** Whether the owner of a frozen account has requested its deletion. */
export async function isDeletionRequested(ctx: Ctx, id: AccountId): Promise<boolean> {
  return (await selectDeletion(ctx, id)) !== undefined;
}

/**
 * Takes back a requested deletion and shows the account as before; nothing without one. Throws `not_found` if the account
 * is being erased.
 */
export async function cancelDeletion(tx: Tx, id: AccountId): Promise<void> {
  const shown = await deleteDeletion(tx, id);
  if (!shown) {
    if (await selectDeletion(tx, id)) throw new DomainError('not_found', `Account ${id} is erased.`);
    return;
  }
  const { nickname, signature, avatarName, cover } = shown;
  await updateAccount(tx, id, { ...nicknameColumns(nickname), signature, avatar_name: avatarName, cover });
}

/** Starts a due deletion; returns the account, or undefined if its owner has kept it. From now on nobody can keep it. */
export async function startErasing(tx: Tx, id: AccountId): Promise<Departed | undefined> {
  const departed = await updateDeletionStarted(tx, id);
  if (departed) await updateAccount(tx, id, { status: 'disabled' });
  return departed;
}

/** Erases some of an account's rows in the area's tables; returns the largest number of a table. */
export async function eraseOwnRows(tx: Tx, departed: Departed, limit: number): Promise<number> {
  const events = await updateApplicantEvents(tx, departed.id, limit);
  return Math.max(events, await deleteOwnRows(tx, departed, limit));
}

/** Empties the account itself; returns the keys of its pictures. Call it after everything else. */
export async function emptyAccount(tx: Tx, departed: Departed): Promise<string[]> {
  const { id } = departed;
  const folders = [
    ...(await selectAvatarNames(tx, id)).map(avatarFolder),
    ...(await deletePendingAvatarsOf(tx, departed)),
    uploadedAvatarFolder(id),
  ];
  await updateInviteesForgotten(tx, id);
  const names = namesOf(`deleted_${tx.ids.hex(8)}`, tx.ports.wording.deletedName);
  await updateErased(tx, id, { names, ownCode: tx.ids.hex(8) });
  return folders.flatMap((folder) => AVATAR_SIZES.map((size) => `${folder}/${size}.jpg`));
}
