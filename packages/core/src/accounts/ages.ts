import {
  limitActor,
  localDay,
  transact,
  type AccountId,
  type AgeStatus,
  type Ctx,
  type MemberCtx,
} from '../kernel/index.js';
import {
  deleteAgeMovesBefore,
  selectAgeMoves,
  updateAge,
  updateAdults,
  updateOwnAge,
  type AgeMove,
} from './ages-store.js';
import { notifyAccounts } from './events.js';
import { ageOn, checkBirthDate, movesToAge } from './rules.js';

const DAY_MS = 24 * 3600_000;

/**
 * Says how old the caller is; false, and nothing changes, where that takes more than a word: after saying to be under
 * age, only a moderator or a birth date leads back. A word proves nothing: whoever says to be under age is shown to
 * nobody, see `isVisible`. Lists and everything else follow at once, because they ask when they read.
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

/** Says how old somebody is, whatever was said before; a birth date too is forgotten. */
export async function decideAge(ctx: Ctx, id: AccountId, status: AgeStatus): Promise<void> {
  await changeAge(ctx, id, { status, birthDate: null });
}

/**
 * Notes when somebody was born, of which there is a proof. From now on the age follows from it: no word of the person
 * changes that, and who turns 18 is of age by itself. Throws `invalid`.
 */
export async function setBirthDate(ctx: Ctx, id: AccountId, birthDate: string): Promise<AgeStatus> {
  const today = localDay(ctx.tenant, ctx.now());
  checkBirthDate(birthDate, today);
  const status = ageOn(today, birthDate);
  await changeAge(ctx, id, { status, birthDate });
  return status;
}

/** Moves those who have turned 18 to the side of who is of age, some of them; answers how many. */
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

/** Who crossed the age line, for moderators; the last 500. */
export function listAgeMoves(ctx: Ctx): Promise<AgeMove[]> {
  return selectAgeMoves(ctx, 500);
}

/** Forgets moves across the age line that the tenant no longer keeps. Run now and then. */
export async function sweepAgeMoves(ctx: Ctx): Promise<void> {
  await deleteAgeMovesBefore(ctx, ctx.now() - ctx.tenant.settings.ageMoveDays * DAY_MS);
}

async function changeAge(
  ctx: Ctx,
  id: AccountId,
  to: { status: AgeStatus; birthDate: string | null },
): Promise<void> {
  await transact(ctx, async (tx) => {
    await updateAge(tx, id, to);
    await notifyAccounts(tx, [{ accountId: id, type: 'profile_changed', data: { accountId: id } }]);
  });
}
