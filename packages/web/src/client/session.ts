import { createStore } from 'zustand/vanilla';
import { ApiError, connectApi, connectIm, ImError, type ImClient } from '@kith/sdk';
import { findInvitation, inviteCodeOf } from './invitation.js';
import { local } from './local.js';
import { keepPlace, takePlace } from './place.js';
import { reducePicture } from './reduce-picture.js';
import { deleteStorage } from './storage.js';

/** An account that is signed in, as this browser remembers it. */
export interface Session {
  readonly token: string;
  readonly userId: number;
  readonly name: string;
  /** The path of the picture below `/static/photo/`. */
  readonly photo: string;
  /** The account has no name and no password: nobody can sign in to it again. */
  readonly isVisitor?: true;
}

interface SessionState {
  readonly session: Session | undefined;
  /** What the reader should learn beside the form: the server has ended the session, or it has not heard of its end. */
  readonly ended: 'revoked' | 'unheard' | undefined;
  /** The reader has just deleted the account: until this time (milliseconds) signing in keeps it. */
  readonly erasedAt?: number | undefined;
}

const KEY = 'kith.session';
/** The sessions that ended here while the server could not be reached. */
const LEFT_KEY = 'kith.left';
/** The server is told of so many of them, and only for so long. */
const LEFT_MOST = 5;
const LEFT_MS = 30 * 86_400_000;

/** Who is signed in. All tabs of a browser agree. */
export const sessions = createStore<SessionState>(() => ({ session: load(), ended: undefined }));

addEventListener('storage', ({ key, newValue }) => {
  const { session } = sessions.getState();
  if (key !== KEY || newValue === JSON.stringify(session)) return;
  if (session && newValue === null) keepPlace(session.userId);
  sessions.setState({ session: load(), ended: undefined });
});

/** What somebody types to open an account. */
export interface NewAccount {
  readonly username: string;
  readonly password: string;
  readonly nickname: string;
  readonly picture: File | undefined;
}

/** The Chat API without an account. Its refusals are in the given language. */
function visitor(locale: string): ImClient {
  return connectIm({ url: '', locale });
}

/** Signs in. Rejects with `ImError` if the name or the password is wrong. */
export async function signIn(
  { username, password }: { username: string; password: string },
  locale: string,
): Promise<void> {
  begin(await visitor(locale).in.login({ username, password }));
}

/** Opens an account and signs in. Rejects with `ImError` if a value is refused. */
export async function signUp(
  { username, password, nickname, picture }: NewAccount,
  locale: string,
): Promise<void> {
  const im = visitor(locale);
  // The server keeps the picture for this name until the registration.
  if (picture) {
    const bytes = await reducePicture(picture);
    await im.in.photo({ username }, { bytes, name: bytes.name });
  }
  const code = inviteCodeOf(findInvitation());
  begin(await im.in.reg({ username, password, nickname, ...(code !== '' && { invite_code: code }) }));
}

/** Appeals against a ban, or asks where the appeal stands. */
export function appealBan(
  params: { username: string; password: string; text?: string },
  locale: string,
): Promise<{ state: string; letter: string }> {
  return visitor(locale).in.appeal(params);
}

/** Signs in to an account whose deletion was requested, and keeps it. */
export async function keepAccount(
  { username, password }: { username: string; password: string },
  locale: string,
): Promise<void> {
  begin(await visitor(locale).in.frozen({ username, password }));
}

/** Sends a code for a new password to an address, if an account has it. */
export function sendResetCode(email: string, locale: string): Promise<void> {
  return visitor(locale).email.sendCode({ email });
}

/** Sets a new password with a code that was sent, and signs in; all other sessions end. */
export async function resetPassword(
  { email, code, password }: { email: string; code: string; password: string },
  locale: string,
): Promise<void> {
  begin(await visitor(locale).email.resetPassword({ email, code, password }));
}

/** Opens an account without a name and a password. */
export async function enterAsVisitor(locale: string): Promise<void> {
  begin(await visitor(locale).in.reg_tourist({}), { isVisitor: true });
}

interface SignedIn {
  readonly token: string;
  readonly userid: string;
  readonly myname: string;
  readonly myavatar: string;
}

function begin({ token, userid, myname, myavatar }: SignedIn, more: Pick<Session, 'isVisitor'> = {}): void {
  const session = {
    token,
    userId: Number(userid.replace(/\D/g, '')),
    name: myname,
    photo: myavatar,
    ...more,
  };
  local.setItem(KEY, JSON.stringify(session));
  sessions.setState({ session, ended: undefined, erasedAt: undefined });
}

/**
 * The server has ended the session: forgets it in all tabs. What was kept stays for the next sign-in of the same account:
 * messages may be waiting to be sent.
 */
export function noteRevoked(): void {
  const { session } = sessions.getState();
  // Signing out closes the socket too.
  if (!session) return;
  keepPlace(session.userId);
  forget('revoked');
}

/** Signs out: in all tabs and with everything that was kept at once, at the server as soon as it can be reached. */
export async function signOut(): Promise<void> {
  const { session } = sessions.getState();
  if (!session) return;
  const left = { token: session.token, userId: session.userId, at: Date.now() };
  saveLeft([...loadLeft(), left].slice(-LEFT_MOST));
  forget(undefined);
  void deleteStorage(session.userId);
  await endLeftSessions();
}

/** Ends the sessions that were left without the server's knowledge; without a connection, says that it does not know yet. */
export async function endLeftSessions(): Promise<void> {
  const heard = new Set<string>();
  await Promise.all(
    loadLeft().map(async (left) => {
      if (await endAtServer(left)) heard.add(left.token);
    }),
  );
  // Another one may have been left meanwhile.
  const unheard = loadLeft().filter(({ token }) => !heard.has(token));
  saveLeft(unheard);
  const { session, ended } = sessions.getState();
  if (unheard.length === 0 && ended === 'unheard') sessions.setState({ ended: undefined });
  if (unheard.length > 0 && !session) sessions.setState({ ended: 'unheard' });
}

interface LeftSession extends Pick<Session, 'token' | 'userId'> {
  /** When it was left, in milliseconds since 1970. */
  readonly at: number;
}

/** Whether the server knows the end of a session. */
async function endAtServer(left: LeftSession): Promise<boolean> {
  try {
    await connectIm({ url: '', token: left.token }).account.signOut();
    return true;
  } catch (error) {
    return error instanceof ImError && isTokenRefused(left);
  }
}

const TOKEN_REFUSED = 400401;

/** The Chat API refuses an ended session as it refuses anything else; the Friendship API has a code for it. */
async function isTokenRefused({ token, userId }: LeftSession): Promise<boolean> {
  try {
    await connectApi({ url: '', token, userId }).user_friendship.profile_click();
    return false;
  } catch (error) {
    return error instanceof ApiError && error.code === TOKEN_REFUSED;
  }
}

function forget(ended: SessionState['ended']): void {
  local.removeItem(KEY);
  sessions.setState({ session: undefined, ended });
}

function loadLeft(): readonly LeftSession[] {
  const left = JSON.parse(local.getItem(LEFT_KEY) ?? '[]') as LeftSession[]; // only this module writes it
  return left.filter(({ at }) => Date.now() - at < LEFT_MS);
}

function saveLeft(left: readonly LeftSession[]): void {
  if (left.length === 0) local.removeItem(LEFT_KEY);
  else local.setItem(LEFT_KEY, JSON.stringify(left));
}

/** Forgets an account that its reader has deleted, with everything that was kept; says until when it can be had back. */
export function noteDeletion({ userId }: Session, erasedAt: number): void {
  local.removeItem(KEY);
  sessions.setState({ session: undefined, ended: undefined, erasedAt });
  // The socket may have brought the end of the session before the response.
  takePlace(userId);
  void deleteStorage(userId);
}

/** Remembers the name and the picture of an account that is signed in, for the next start. */
export function rememberFace({ token }: Session, face: Pick<Session, 'name' | 'photo'>): void {
  const { session } = sessions.getState();
  if (session?.token !== token || (session.name === face.name && session.photo === face.photo)) return;
  const changed = { ...session, ...face };
  local.setItem(KEY, JSON.stringify(changed));
  sessions.setState({ session: changed });
}

function load(): Session | undefined {
  const text = local.getItem(KEY);
  return text === null ? undefined : (JSON.parse(text) as Session); // only this module writes it
}
