import {
  bounds,
  limitActor,
  localDay,
  transact,
  type AccountId,
  type AgeStatus,
  type Ctx,
  type MemberCtx,
  type Tx,
} from '../kernel/index.js';
import {
  deleteAgeGroupChangesBefore,
  selectAgeGroupChanges,
  updateAge,
  updateAdults,
  updateOwnAge,
  type AgeGroupChange,
} from './ages-store.js';
import { notifyAccounts } from './events.js';
import { ageOn, checkBirthDate, movesToAge } from './rules.js';

const DAY_MS = 24 * 3600_000;

/**
 * Sets the caller's age status; returns false and changes nothing if the user's own statement is not enough: after
 * claiming to be a minor, only a moderator or a birth date can change it. The statement proves nothing: an unproven
 * minor is shown to nobody, see `isVisible`. Takes effect at once, because lists and rules check the status when they
 * read.
 */
export async function setAgeStatus(ctx: MemberCtx, status: AgeStatus): Promise<boolean> {
  await limitActor(ctx, 'profile');
  return transact(ctx, async (tx) => {
    if (!(await updateOwnAge(tx, status, movesToAge(status)))) return false;
    await notifyAccounts(tx, [
      { accountId: tx.actor, type: 'profile_changed', data: { accountId: tx.actor } },
    ]);
    return true;
  });
}

/** Sets an account's age status and deletes its birth date. */
export async function decideAge(tx: Tx, id: AccountId, status: AgeStatus): Promise<void> {
  await changeAge(tx, id, { status, birthDate: null });
}

/**
 * Stores a proven birth date. The age then follows from it: the user's own statements no longer change it, and at 18
 * the account becomes an adult automatically. Throws `invalid`.
 */
export async function setBirthDate(tx: Tx, id: AccountId, birthDate: string): Promise<AgeStatus> {
  const today = localDay(tx.tenant, tx.now());
  checkBirthDate(birthDate, today);
  const status = ageOn(today, birthDate);
  await changeAge(tx, id, { status, birthDate });
  return status;
}

/** Marks some accounts whose users have turned 18 as adults; returns their number. */
export async function promoteAdults(ctx: Ctx): Promise<number> {
  return transact(ctx, async (tx) => {
    const adultIds = await updateAdults(tx, localDay(tx.tenant, tx.now()));
    await notifyAccounts(
      tx,
      adultIds.map((accountId) => ({ accountId, type: 'profile_changed', data: { accountId } })),
    );
    return adultIds.length;
  });
}

/** The last 500 changes between minor and adult, for moderators. */
export function listAgeGroupChanges(ctx: Ctx): Promise<AgeGroupChange[]> {
  return selectAgeGroupChanges(ctx, undefined, 500);
}

/** A page of these changes, newest first; `next` is the `before` of the next page. */
export async function pageAgeGroupChanges(
  ctx: Ctx,
  { before }: { before?: number | undefined },
): Promise<{ rows: AgeGroupChange[]; next: number | undefined }> {
  const most = bounds.staff.ageChangeRows;
  const found = await selectAgeGroupChanges(ctx, before, most + 1);
  const rows = found.slice(0, most);
  return { rows, next: found.length > most ? rows.at(-1)?.id : undefined };
}

/** Deletes records of age changes after the tenant's retention period. Run periodically. */
export async function sweepAgeGroupChanges(ctx: Ctx): Promise<void> {
  await deleteAgeGroupChangesBefore(ctx, ctx.now() - ctx.tenant.settings.ageGroupChangeDays * DAY_MS);
}

async function changeAge(
  tx: Tx,
  id: AccountId,
  to: { status: AgeStatus; birthDate: string | null },
): Promise<void> {
  await updateAge(tx, id, to);
  await notifyAccounts(tx, [{ accountId: id, type: 'profile_changed', data: { accountId: id } }]);
}
