import {
  bounds,
  DomainError,
  invalid,
  siteKey,
  isBlank,
  transact,
  type AccountId,
  type Ctx,
  type Tx,
  type MemberTx,
} from '../kernel/index.js';
import { consumeCode } from './codes.js';
import { acceptInvitation, findInviter } from './invites.js';
import { namesOf } from './names.js';
import { hashPassword } from './password-hash.js';
import { checkPassword } from './password-rules.js';
import { assignFirstAvatar } from './avatars.js';
import { cleanNickname, cleanUsername, isNumber, isPhone, nicknameFrom } from './rules.js';
import { requireFreeNickname, isServiceName } from './reserved-names.js';
import { openSession, type Session } from './sessions.js';
import {
  countAccountsOfAddress,
  countVisitorsSince,
  insertAccount,
  lockCount,
  isUsernameTaken,
  type NewAccount,
} from './registration-store.js';

/** The input of `register`. */
export interface Registration {
  readonly username: string;
  readonly password: string;
  /** Defaults to the user name, or to a neutral name if that is a phone number or an e-mail address. */
  readonly nickname?: string | undefined;
  readonly sex?: 0 | 1 | undefined;
  /** The code sent to the phone; the user name is then the phone number. */
  readonly smsCode?: string | undefined;
  readonly clientId?: string | undefined;
  readonly channel?: string | undefined;
  readonly inviteCode?: string | undefined;
  /** One of `drawnAvatars`, used if there is no pending avatar; other values are ignored. */
  readonly drawnAvatar?: string | undefined;
  /**
   * Whether an operator creates the account: also where registration is closed, without an invitation and the limits of an
   * address, and with a reserved name.
   */
  readonly isByOperator?: boolean | undefined;
}

/** The input of `registerVisitor`. */
export type VisitorRegistration = Pick<Registration, 'clientId' | 'inviteCode'>;

/** Sets up a new account, together with its creation. */
export type Welcome = (tx: MemberTx) => Promise<void>;

const DAY_MS = 24 * 3600_000;

/**
 * Creates an account and signs it in. A pending avatar for this user name becomes its avatar. Throws `invalid`,
 * `username_taken`, `wrong_code`, `wrong_invite_code`, `address_full`, `registration_closed` or `too_many_requests`.
 */
export async function register(ctx: Ctx, input: Registration, welcome: Welcome): Promise<Session> {
  const { isByOperator = false } = input;
  if (!isByOperator && !ctx.tenant.settings.openRegistration) throw new DomainError('registration_closed');
  const { username, nickname } = await checkRegistration(ctx, input);
  const inviterId = isByOperator ? null : await acceptInvitation(ctx, input.inviteCode);
  const phone = isByOperator ? null : await confirmPhone(ctx, username, input.smsCode);
  const passwordHash = await hashPassword(ctx, input.password);

  const session = await transact(ctx, async (tx) => {
    if (!isByOperator) await requireAddressCapacity(tx);
    const id = await insertMember(tx, {
      names: namesOf(username, nickname),
      signature: tx.ports.wording.signature,
      sex: input.sex ?? 0,
      isSexStated: input.sex !== undefined,
      phone,
      passwordHash,
      kind: 'member',
      clientId: input.clientId?.slice(0, 64) ?? '',
      channel: input.channel?.slice(0, 64) ?? '',
      inviteCode: input.inviteCode?.slice(0, 64) ?? '',
      inviterId,
    });
    return enter(tx, id, welcome);
  });
  await assignFirstAvatar(ctx, { accountId: session.accountId, username, drawnAvatar: input.drawnAvatar });
  logRegistered(ctx, session.accountId);
  return session;
}

/**
 * Checks the names and the password of a registration, which counts against the limit of the address unless an operator
 * registers; returns the names as they are stored. Throws like `register`.
 */
export async function checkRegistration(
  ctx: Ctx,
  input: Registration,
): Promise<{ username: string; nickname: string }> {
  const username = cleanUsername(input.username);
  if (!input.isByOperator) await ctx.ports.limits.consume('register_address', ctx.address);
  // Before the password: the Chat API documents the error of a taken name even if the password is invalid too.
  if (await isUsernameTaken(ctx, namesOf(username, ''))) throw new DomainError('username_taken');
  requireUsernameProof(ctx, username, input);
  if (!input.isByOperator) await requireFreeNames(ctx, username, input.nickname);
  checkPassword(ctx.tenant, input.password, username);
  const nickname = cleanNickname(givenOr(input.nickname, nicknameFrom(username, neutralNickname(ctx))));
  return { username, nickname };
}

/**
 * Creates a visitor account, named with the tenant's prefix, and signs it in. Visitors need no invitation. Throws
 * `registration_closed`, `address_full`, `visitors_full` or `too_many_requests`.
 */
export async function registerVisitor(
  ctx: Ctx,
  input: VisitorRegistration,
  welcome: Welcome,
): Promise<Session> {
  if (!ctx.tenant.settings.openVisitors) throw new DomainError('registration_closed');
  await ctx.ports.limits.consume('register_address', ctx.address);
  const inviterId = await findInviter(ctx, input.inviteCode);
  const session = await transact(ctx, async (tx) => {
    await requireAddressCapacity(tx);
    await requireVisitorCapacity(tx);
    return enter(tx, await insertVisitor(tx, input, inviterId), welcome);
  });
  logRegistered(ctx, session.accountId);
  return session;
}

function logRegistered(ctx: Ctx, account: AccountId): void {
  const detail = { event: 'registered', tenant: ctx.tenant.id, account, address: ctx.address };
  ctx.log.info(detail, 'registered');
}

/** Opens the session before the welcome, so that the locks of notified accounts are held briefly. */
async function enter(tx: Tx, accountId: AccountId, welcome: Welcome): Promise<Session> {
  const session = await openSession(tx, accountId);
  await welcome({ ...tx, actor: accountId, sessionId: session.id });
  return session;
}

async function requireAddressCapacity(tx: Tx): Promise<void> {
  const { accountsPerAddress } = tx.tenant.settings;
  if (accountsPerAddress === 0) return;
  await lockCount(tx, `address/${siteKey(tx.address)}`);
  const { ofClient, ofSite } = await countAccountsOfAddress(tx);
  if (ofClient >= accountsPerAddress || ofSite >= accountsPerAddress * bounds.limit.siteFactor)
    throw new DomainError('address_full');
}

async function requireVisitorCapacity(tx: Tx): Promise<void> {
  const { visitorsPerDay } = tx.tenant.settings;
  if (visitorsPerDay === 0) return;
  await lockCount(tx, 'visitors');
  if ((await countVisitorsSince(tx, tx.now() - DAY_MS)) >= visitorsPerDay)
    throw new DomainError('visitors_full');
}

/** A number could be another account's id or another user's phone number, so it requires a code sent to that phone. */
function requireUsernameProof(
  ctx: Ctx,
  username: string,
  { smsCode, isByOperator }: Pick<Registration, 'smsCode' | 'isByOperator'>,
): void {
  const isProvenLater = !isByOperator && ctx.tenant.settings.smsOnRegistration;
  if (isNumber(username) && !isProvenLater && !smsCode) throw invalid('username', 'username_number');
}

async function requireFreeNames(ctx: Ctx, username: string, nickname: string | undefined): Promise<void> {
  if (isServiceName(username)) throw invalid('username', 'name_reserved');
  await requireFreeNickname(ctx, 'nickname', givenOr(nickname, username));
}

function givenOr(name: string | undefined, other: string): string {
  return name && !isBlank(name) ? name : other;
}

function neutralNickname(ctx: Ctx): string {
  return `${ctx.tenant.settings.neutralNickname}${ctx.ids.digits(6)}`;
}

async function insertMember(tx: Tx, account: Omit<NewAccount, 'ownCode'>): Promise<AccountId> {
  for (let attempt = 0; attempt < bounds.limit.registerAttempts; attempt++) {
    const id = await insertAccount(tx, { ...account, ownCode: newInviteCode(tx) });
    if (id !== undefined) return id;
    if (await isUsernameTaken(tx, account.names)) throw new DomainError('username_taken');
  }
  throw new DomainError('unavailable');
}

async function insertVisitor(
  tx: Tx,
  input: VisitorRegistration,
  inviterId: AccountId | null,
): Promise<AccountId> {
  for (let attempt = 0; attempt < bounds.limit.registerAttempts; attempt++) {
    const username = `${tx.tenant.settings.visitorPrefix}${tx.ids.hex(4)}`;
    const id = await insertAccount(tx, {
      names: namesOf(username, username),
      signature: tx.ports.wording.signature,
      sex: 0,
      isSexStated: false,
      phone: null,
      passwordHash: null,
      kind: 'visitor',
      clientId: input.clientId?.slice(0, 64) ?? '',
      channel: '',
      inviteCode: input.inviteCode?.slice(0, 64) ?? '',
      ownCode: newInviteCode(tx),
      inviterId,
    });
    if (id !== undefined) return id;
  }
  throw new DomainError('unavailable');
}

function newInviteCode(ctx: Ctx): string {
  return ctx.ids.hex(4);
}

async function confirmPhone(ctx: Ctx, username: string, code: string | undefined): Promise<string | null> {
  if (!ctx.tenant.settings.smsOnRegistration && !code) return null;
  if (!isPhone(username)) throw invalid('username', 'phone');
  await consumeCode(ctx, { holder: username, purpose: 'register', code: code ?? '' });
  return username;
}
