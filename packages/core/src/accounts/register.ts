import {
  DomainError,
  grams,
  invalid,
  transact,
  usernameKey,
  type AccountId,
  type Ctx,
} from '../kernel/index.js';
import { takeCode } from './codes.js';
import { letterOf } from './letter.js';
import { adoptWaitingPhoto } from './photos.js';
import {
  checkPassword,
  checkUsername,
  cleanNickname,
  DEFAULT_SIGNATURE,
  isPhone,
  nicknameFrom,
} from './rules.js';
import { openSession, type Session } from './sessions.js';
import { insertAccount, selectCredentials } from './store.js';

export interface Registration {
  readonly username: string;
  readonly password: string;
  /** The user name when left out. */
  readonly nickname?: string | undefined;
  readonly sex?: 0 | 1 | undefined;
  /** The code sent to the phone; the user name is the phone number then. */
  readonly smsCode?: string | undefined;
  readonly clientId?: string | undefined;
  readonly channel?: string | undefined;
  readonly inviteCode?: string | undefined;
}

/**
 * Makes an account and signs it in. A picture that waits under this user name becomes its photo.
 * Throws `invalid`, `username_taken`, `wrong_code`, `registration_closed` or `too_many_requests`.
 */
export async function register(ctx: Ctx, input: Registration): Promise<Session> {
  if (!ctx.tenant.settings.openRegistration) throw new DomainError('registration_closed');
  const username = input.username.trim();
  checkUsername(username);
  await ctx.ports.limits.consume('register_address', ctx.address);
  // Before the password: the document shows a taken name refused whose password breaks the rule as well.
  if (await selectCredentials(ctx, usernameKey(username))) throw new DomainError('username_taken');
  checkPassword(ctx.tenant, input.password);
  const nickname = cleanNickname(input.nickname?.trim() || nicknameFrom(username));
  const phone = await confirmPhone(ctx, username, input.smsCode);
  const passwordHash = await ctx.ports.passwords.hash(input.password);

  const session = await transact(ctx, async (tx) => {
    const id = await insertAccount(tx, {
      username,
      usernameKey: usernameKey(username),
      nickname,
      letter: letterOf(nickname),
      grams: grams(nickname),
      signature: DEFAULT_SIGNATURE,
      sex: input.sex ?? 0,
      phone,
      passwordHash,
      kind: 'member',
      clientId: input.clientId?.slice(0, 64) ?? '',
      channel: input.channel?.slice(0, 64) ?? '',
      inviteCode: input.inviteCode?.slice(0, 64) ?? '',
    });
    if (id === undefined) throw new DomainError('username_taken');
    return openSession(tx, id);
  });
  await adoptWaitingPhoto(ctx, session.accountId, username);
  ctx.log.info({ event: 'registered', tenant: ctx.tenant.id, account: session.accountId }, 'registered');
  return session;
}

/** Makes a visitor's account, named by the tenant's prefix, and signs it in. Throws as `register` does. */
export async function registerVisitor(ctx: Ctx, input: { clientId?: string | undefined }): Promise<Session> {
  if (!ctx.tenant.settings.openVisitors) throw new DomainError('registration_closed');
  await ctx.ports.limits.consume('register_address', ctx.address);
  return transact(ctx, async (tx) => openSession(tx, await insertVisitor(tx, input.clientId ?? '')));
}

async function insertVisitor(ctx: Ctx, clientId: string): Promise<AccountId> {
  const prefix = ctx.tenant.settings.visitorPrefix;
  for (let attempt = 0; attempt < 5; attempt++) {
    const username = `${prefix}${ctx.ids.hex(4)}`;
    const id = await insertAccount(ctx, {
      username,
      usernameKey: usernameKey(username),
      nickname: username,
      letter: letterOf(username),
      grams: grams(username),
      signature: DEFAULT_SIGNATURE,
      sex: 0,
      phone: null,
      passwordHash: null,
      kind: 'visitor',
      clientId: clientId.slice(0, 64),
      channel: '',
      inviteCode: '',
    });
    if (id !== undefined) return id;
  }
  throw new DomainError('unavailable');
}

async function confirmPhone(ctx: Ctx, username: string, code: string | undefined): Promise<string | null> {
  if (!ctx.tenant.settings.smsOnRegistration && !code) return null;
  if (!isPhone(username)) throw invalid('username', 'phone');
  await takeCode(ctx, { phone: username, purpose: 'register', code: code ?? '' });
  return username;
}
