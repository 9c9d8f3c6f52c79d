import {
  changeAccountStatus,
  changeMaySeeMoments,
  checkPassword,
  decideAge,
  hashPassword,
  replacePassword,
  revokeSessions,
  setBirthDate,
} from '../accounts/index.js';
import { giveQuota, grantVip, revokeVip } from '../billing/index.js';
import type { Quota } from '../db/tables/billing.js';
import { invalid, transact, type AccountId } from '../kernel/index.js';
import {
  addNote,
  liftSanction,
  requireNoBan,
  requireReason,
  sanctionAccount,
  type SanctionKind,
} from '../moderation/index.js';
import { logDeletion, removeAccount, requestDataOf } from '../privacy/index.js';
import { audit, type OperatorCtx, type OperatorTx, type StaffCtx } from '../staff/index.js';
import { accessPerson } from './see-person.js';

/** An action about an account of the tenant, with its reason. Commands on the server give none. */
interface Action {
  readonly id: number;
  readonly why?: string;
}

/** Such an action of a member of staff. */
type StaffAction = Required<Action>;

/**
 * Activates, freezes or disables an account; sessions of one that is not active end. Throws `not_found`, `invalid`, or
 * `account_disabled` while a ban is in force, which only those who may sanction lift.
 */
export async function setPersonStatus(
  ctx: OperatorCtx,
  { status, ...action }: Action & { status: 'active' | 'frozen' | 'disabled' },
): Promise<void> {
  await act(ctx, action, 'people.set_status', async (tx, id) => {
    if (tx.staff) await requireNoBan(tx, id);
    await changeAccountStatus(tx, id, status);
    return { status };
  });
}

/**
 * Decides on which side of the age line an account is: by a proven birth date, from which the age then follows, or without
 * one. Returns whether it is of age. Throws `not_found` or `invalid`.
 */
export async function setPersonAge(
  ctx: OperatorCtx,
  {
    isOfAge,
    birthDate,
    ...action
  }: Action & { isOfAge?: boolean | undefined; birthDate?: string | undefined },
): Promise<boolean> {
  if ((isOfAge === undefined) === (birthDate === undefined)) throw invalid('birthDate');
  const after = await act(ctx, action, 'people.set_age', async (tx, id) => {
    if (birthDate !== undefined) return { isOfAge: (await setBirthDate(tx, id, birthDate)) === 1 };
    await decideAge(tx, id, isOfAge === true ? 1 : 2);
    return { isOfAge: isOfAge === true };
  });
  return after.isOfAge;
}

/** Allows or forbids an account to see friends' moments. Throws `not_found` or `invalid`. */
export async function setPersonSeesMoments(
  ctx: OperatorCtx,
  { maySee, ...action }: Action & { maySee: boolean },
): Promise<void> {
  await act(ctx, action, 'people.set_sees_moments', async (tx, id) => {
    await changeMaySeeMoments(tx, id, maySee);
    return { maySee };
  });
}

/** Ends all sessions of an account; returns their number. Throws `not_found` or `invalid`. */
export async function signPersonOut(ctx: OperatorCtx, action: Action): Promise<number> {
  const { ended } = await act(ctx, action, 'people.sign_out', async (tx, accountId) => ({
    ended: await revokeSessions(tx, { accountId }),
  }));
  return ended;
}

/** Gives an account a new password, which is returned, and ends its sessions. Throws `not_found` or `invalid`. */
export async function renewPersonPassword(ctx: StaffCtx, action: StaffAction): Promise<string> {
  // Every password rule accepts it.
  const password = `Kith-${ctx.ids.hex(8)}`;
  await setPersonPassword(ctx, { ...action, password });
  return password;
}

/** Sets the password of an account and ends its sessions. Throws `not_found` or `invalid`. */
export async function setPersonPassword(
  ctx: OperatorCtx,
  { password, ...action }: Action & { password: string },
): Promise<void> {
  checkPassword(ctx.tenant, password);
  const hash = await hashPassword(ctx, password);
  await act(ctx, action, 'people.reset_password', async (tx, id) => {
    await replacePassword(tx, id, hash);
    return {};
  });
}

/** Requests a copy of an account's data, which its owner can fetch. Throws `not_found`, `invalid` or `too_many_requests`. */
export async function exportPerson(ctx: StaffCtx, action: StaffAction): Promise<void> {
  await act(ctx, action, 'people.export', async (tx, id) => {
    await requestDataOf(tx, id);
    return {};
  });
}

/**
 * Deletes an account as its owner would; returns when it is erased. Throws `not_found`, `invalid`, or `account_disabled`
 * while a ban is in force: the owner could take the deletion back, and with it the ban.
 */
export async function deletePerson(ctx: OperatorCtx, action: Action): Promise<number> {
  const { eraseAt } = await act(ctx, action, 'people.delete', async (tx, id) => {
    if (tx.staff) await requireNoBan(tx, id);
    return { eraseAt: await removeAccount(tx, id) };
  });
  // The account exists, so the number is its id.
  logDeletion(ctx, action.id as AccountId, eraseAt);
  return eraseAt;
}

/** Sanctions an account; without hours, without an end. Throws `not_found` or `invalid`. */
export async function sanctionPerson(
  ctx: StaffCtx,
  { id, ...sanction }: StaffAction & { kind: SanctionKind; hours?: number | undefined },
): Promise<void> {
  const accountId = await accessPerson(ctx, id);
  await sanctionAccount(ctx, { ...sanction, accountId, by: ctx.staff.name });
}

/** Lifts a sanction early. Throws `not_found` or `invalid`. */
export async function pardonPerson(
  ctx: StaffCtx,
  { id, ...lift }: StaffAction & { kind: SanctionKind },
): Promise<void> {
  const accountId = await accessPerson(ctx, id);
  await liftSanction(ctx, { ...lift, accountId, by: ctx.staff.name });
}

/** Gives an account a plan; without days, for its months. Throws `not_found` or `invalid`. */
export async function grantPersonPlan(
  ctx: StaffCtx,
  { id, ...given }: StaffAction & { planCode: string; days?: number | undefined },
): Promise<void> {
  const accountId = await accessPerson(ctx, id);
  await grantVip(ctx, { ...given, accountId, by: ctx.staff.name });
}

/** Ends all plans of an account. Throws `not_found`, also if there are none, or `invalid`. */
export async function revokePersonPlans(ctx: StaffCtx, { id, why }: StaffAction): Promise<void> {
  const accountId = await accessPerson(ctx, id);
  await revokeVip(ctx, { accountId, why, by: ctx.staff.name });
}

/** Gives an account further uses of a daily quota today, or takes some. Throws `not_found` or `invalid`. */
export async function givePersonQuota(
  ctx: StaffCtx,
  { id, ...given }: StaffAction & { quota: Quota; amount: number },
): Promise<void> {
  await giveQuota(ctx, { ...given, accountId: await accessPerson(ctx, id) });
}

/** Writes a note about an account; returns its id. Throws `not_found` or `invalid`. */
export async function notePerson(ctx: StaffCtx, { id, text }: { id: number; text: string }): Promise<number> {
  const accountId = await accessPerson(ctx, id);
  return addNote(ctx, { accountId, text });
}

/** Does something to an account, and writes it to the audit log with its reason. */
async function act<R extends object>(
  ctx: OperatorCtx,
  { id, why }: Action,
  action: string,
  work: (tx: OperatorTx, id: AccountId) => Promise<R>,
): Promise<R> {
  if (ctx.staff) requireReason({ by: ctx.staff.name, why: why ?? '' });
  const accountId = await accessPerson(ctx, id);
  return transact(ctx, async (tx) => {
    const after = await work(tx, accountId);
    await audit(tx, { action, object: { kind: 'account', id: accountId }, after: { ...after, why } });
    return after;
  });
}
