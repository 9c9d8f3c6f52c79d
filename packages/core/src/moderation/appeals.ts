import { verifyOwner } from '../accounts/index.js';
import {
  bounds,
  cleanProse,
  DomainError,
  invalid,
  transact,
  type AccountId,
  type Ctx,
  type MemberCtx,
} from '../kernel/index.js';
import { enqueueNotice, type Language } from '../outbox/index.js';
import { audit, hasPermission, requireWhy, type StaffCtx } from '../staff/index.js';
import {
  insertAppeal,
  selectAppeal,
  selectAppealQueue,
  selectNoticed,
  updateAppealDecided,
  type AppealPlace,
  type AppealQueue,
} from './appeals-store.js';
import { selectLetterAbout } from './letters-store.js';
import { lockReportedAccount } from './reports-store.js';
import { deleteLeases } from './review-leases-store.js';
import { liftLocked } from './sanction-account.js';
import { insertLog } from './store.js';

/** Where an appeal stands: `open` if one is possible, `none` without a sanction that the person notices. */
export type AppealState = 'none' | 'open' | 'waiting' | 'refused';

/** What a person says against a sanction; without a text, where does the appeal stand? */
interface Plea {
  readonly text: string | undefined;
  readonly locale: Language;
}

/** Where an appeal stands, and the letter that told of the sanction. */
export interface AppealStanding {
  readonly state: AppealState;
  /** Empty for none. */
  readonly letter: string;
}

/**
 * Appeals against the hardest sanction in force that the person notices: a ban, or else the loss of the right to write.
 * Each sanction has one appeal: a second text changes nothing. Without a text it only says where the appeal stands. The
 * person proves to own the account by the password, because a ban allows no session. Throws like `signIn`, except that
 * the account may be disabled or frozen.
 */
export async function appeal(
  ctx: Ctx,
  input: Plea & { username: string; password: string },
): Promise<AppealStanding> {
  return appealFor(ctx, await verifyOwner(ctx, input), input);
}

/** The same by the caller, whom the session proves. Throws `invalid`. */
export function appealSignedIn(ctx: MemberCtx, plea: Plea): Promise<AppealStanding> {
  return appealFor(ctx, ctx.actor, plea);
}

async function appealFor(ctx: Ctx, accountId: AccountId, plea: Plea): Promise<AppealStanding> {
  const { locale } = plea;
  const text = plea.text && cleanProse('text', plea.text, { min: 1, max: bounds.text.appealCharacters });
  if (!text) return standing(ctx, accountId, { locale, sanction: await selectNoticed(ctx, accountId) });
  return transact(ctx, async (tx) => {
    await lockReportedAccount(tx, accountId);
    const sanction = await selectNoticed(tx, accountId);
    if (sanction?.state !== 'open') return standing(tx, accountId, { locale, sanction });
    await insertAppeal(tx, { sanctionId: sanction.id, text, locale });
    return standing(tx, accountId, { locale, sanction: { ...sanction, state: 'waiting' } });
  });
}

async function standing(
  ctx: Ctx,
  accountId: AccountId,
  { sanction, locale }: { sanction: { id: number; state: AppealState } | undefined; locale: Language },
): Promise<AppealStanding> {
  if (!sanction) return { state: 'none', letter: '' };
  const { id: sanctionId, state } = sanction;
  const letter = await selectLetterAbout(ctx, { accountId, sanctionId, language: locale });
  return { state, letter: letter ?? '' };
}

/** A page of the appeals that wait, oldest first. `next` is the `after` of the next page. Throws `invalid`. */
export async function listAppeals(
  ctx: StaffCtx,
  { after }: { after: string | undefined },
): Promise<AppealQueue & { next: string | undefined }> {
  const { queueItems: size, queueDecisions: decisions, queueCounted: counted } = bounds.staff;
  const page = await selectAppealQueue(ctx, {
    after: readPlace(after ?? '0/0'),
    limit: size + 1,
    decisions,
    counted,
    isChildSafety: hasPermission(ctx.staff, 'child_safety'),
  });
  const rows = page.rows.slice(0, size);
  const last = page.rows.length > size ? rows.at(-1) : undefined;
  return { ...page, rows, next: last && `${last.appealedAt}/${last.id}` };
}

function readPlace(text: string): AppealPlace {
  const [, at, id] = /^(\d{1,15})\/(\d{1,15})$/.exec(text) ?? [];
  if (at === undefined || id === undefined) throw invalid('after');
  return { at: Number(at), sanctionId: Number(id) };
}

/** A decision about the appeal against a sanction. */
export interface AppealDecision {
  /** That of the sanction. */
  readonly id: number;
  /** The newest decision about the sanction that the caller has seen. */
  readonly version: number;
  readonly isGranted: boolean;
  readonly why: string;
}

/**
 * Grants an appeal, which lifts the sanction, or refuses it, and tells the person by mail. Throws `stale` if somebody has
 * decided about the appeal or the sanction meanwhile, `forbidden` if the caller has decided about the sanction, or
 * `not_found`.
 */
export async function decideAppeal(ctx: StaffCtx, input: AppealDecision): Promise<void> {
  const { id: sanctionId, version, isGranted, why } = input;
  requireWhy(why);
  const owner = await findAppeal(ctx, sanctionId);
  await transact(ctx, async (tx) => {
    await lockReportedAccount(tx, owner);
    const found = await selectAppeal(tx, sanctionId);
    if (!found) throw new DomainError('not_found');
    const { accountId, isChildSafety, locale, email, newest } = found;
    if (newest.id !== version)
      throw new DomainError('stale', undefined, {
        decided: { by: newest.by, what: newest.what, at: newest.at },
      });
    if (!found.isWaiting) throw new DomainError('not_found');
    if (found.isOwn)
      throw new DomainError('forbidden', 'Somebody else decides: you have decided about this sanction.');
    const state = isGranted ? 'granted' : 'refused';
    // The same once more in the statement that decides.
    if (!(await updateAppealDecided(tx, { sanctionId, version, state }))) throw new DomainError('stale');
    const decision = { accountId, sanctionId, by: tx.staff.name, why, isChildSafety };
    if (isGranted) await liftLocked(tx, decision);
    await insertLog(tx, { ...decision, what: `appeal ${state}` });
    await deleteLeases(tx, 'appeals', [sanctionId]);
    if (email !== null)
      await enqueueNotice(tx, { purpose: `appeal_${state}`, accountId, address: email, locale });
    await audit(tx, {
      action: `appeal.${isGranted ? 'grant' : 'refuse'}`,
      object: { kind: 'account', id: accountId },
      after: { sanction: sanctionId, why },
    });
  });
}

/** The account of an appeal that the caller may see. Throws `not_found`. */
async function findAppeal(ctx: StaffCtx, sanctionId: number): Promise<AccountId> {
  const found = await selectAppeal(ctx, sanctionId);
  if (!found || (found.isChildSafety && !hasPermission(ctx.staff, 'child_safety')))
    throw new DomainError('not_found');
  return found.accountId;
}
