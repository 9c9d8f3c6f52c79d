import { createHash, timingSafeEqual } from 'node:crypto';
import {
  bounds,
  DomainError,
  invalid,
  transact,
  usernameKey,
  type AccountId,
  type Ctx,
} from '../kernel/index.js';
import { enqueueCode, type Channel, type Language } from '../outbox/index.js';
import {
  deleteCodesBefore,
  insertCode,
  selectNewestCode,
  updateCodeTried,
  updateCodeUsed,
} from './codes-store.js';
import { guessKey, logFailedSignIn, delayGuess } from './guesses.js';
import { isPhone } from './rules.js';
import { selectCredentials } from './credentials-store.js';

/** The purpose of a code. */
export type CodePurpose = 'register' | 'reset_password' | 'payment_password' | 'confirm_email';

/** A code that somebody has received. `holder` is what it proves: a phone, or a mail address. */
export interface ReceivedCode {
  readonly holder: string;
  readonly purpose: CodePurpose;
  readonly code: string;
}

const CODE_DIGITS = 6;
const LIFE_MS = 10 * 60_000;

/**
 * Sends a code to a phone if an account with it exists (or, for registration, does not exist); the response and its
 * duration reveal nothing. Throws `feature_off` if messages cannot be sent, `invalid` or `too_many_requests`.
 */
export async function sendCode(
  ctx: Ctx,
  input: { phone: string; purpose: CodePurpose; locale: Language },
): Promise<void> {
  if (!ctx.ports.sms.isAvailable) throw new DomainError('feature_off');
  const { phone, purpose, locale } = input;
  if (!isPhone(phone)) throw invalid('phoneNumber', 'phone');
  await ctx.ports.limits.consume('code_address', ctx.address);
  await ctx.ports.limits.consume('code_phone', `${ctx.tenant.id}/${phone}`);
  const account = await selectCredentials(ctx, usernameKey(phone));
  await issueCode(ctx, {
    channel: 'sms',
    purpose,
    holder: phone,
    address: phone,
    accountId: account?.id,
    locale,
    isSent: (purpose === 'register') !== (account !== undefined),
  });
}

/** Stores a code and its message. If it is not to be sent, both rows exist too, and nothing can ever match them. */
export async function issueCode(
  ctx: Ctx,
  {
    isSent,
    holder,
    ...message
  }: {
    channel: Channel;
    purpose: CodePurpose;
    holder: string;
    address: string;
    accountId: AccountId | undefined;
    locale: Language;
    isSent: boolean;
  },
): Promise<void> {
  const code = isSent ? ctx.ids.digits(CODE_DIGITS) : ctx.ids.hex(16);
  await transact(ctx, async (tx) => {
    await insertCode(tx, { holder, purpose: message.purpose, codeHash: hashCode(holder, code) });
    await enqueueCode(tx, { ...message, code, lifeMs: LIFE_MS, isVoid: !isSent });
  });
}

/** Verifies a code without using it up; counts as an attempt. Throws `wrong_code` or `too_many_requests`. */
export async function checkCode(ctx: Ctx, input: ReceivedCode): Promise<void> {
  await findRightCode(ctx, input);
}

/**
 * Verifies a code and uses it up. Throws `wrong_code` if it is wrong, used, older than ten minutes or was attempted
 * five times, and `too_many_requests`.
 */
export async function consumeCode(ctx: Ctx, input: ReceivedCode): Promise<void> {
  const id = await findRightCode(ctx, input);
  if (!(await updateCodeUsed(ctx, id))) throw new DomainError('wrong_code');
}

/** Deletes expired codes. Run periodically. */
export async function sweepCodes(ctx: Ctx): Promise<void> {
  await deleteCodesBefore(ctx, ctx.now() - LIFE_MS);
}

async function findRightCode(ctx: Ctx, input: ReceivedCode): Promise<number> {
  const key = guessKey(ctx, `phone/${input.holder}`);
  // One address must not use up the attempts of other users: guesses at codes are limited like guesses at passwords.
  await ctx.ports.limits.consume('sign_in_address', ctx.address);
  await delayGuess(ctx, key);
  const id = await compareCode(ctx, input);
  if (id === undefined) {
    logFailedSignIn(ctx, 'wrong_code');
    throw new DomainError('wrong_code');
  }
  await ctx.ports.limits.refund('guess', key);
  await ctx.ports.limits.refund('sign_in_address', ctx.address);
  return id;
}

/** The id of the newest code if it matches and is valid. */
async function compareCode(ctx: Ctx, input: ReceivedCode): Promise<number | undefined> {
  const newest = await selectNewestCode(ctx, input);
  if (!newest || newest.used_at !== null || newest.created_at < ctx.now() - LIFE_MS) return undefined;
  // The database counts the attempt before the comparison, so parallel guesses share the five.
  if (!(await updateCodeTried(ctx, newest.id, bounds.limit.codeTries))) return undefined;
  const given = Buffer.from(hashCode(input.holder, input.code));
  return timingSafeEqual(given, Buffer.from(newest.code_hash)) ? newest.id : undefined;
}

function hashCode(holder: string, code: string): string {
  return createHash('sha256').update(`${holder}/${code}`).digest('hex');
}
