import { createStore } from 'zustand/vanilla';
import { connectIm, type ImClient } from '@kith/sdk';
import { deleteStorage } from './storage.js';

/** An account that is signed in, as this browser remembers it. */
export interface Session {
  readonly token: string;
  readonly userId: number;
  readonly name: string;
  /** The path of the picture below `/static/photo/`. */
  readonly photo: string;
}

interface SessionState {
  readonly session: Session | undefined;
  /** The server has ended the last session: the reader should learn why there is a form. */
  readonly isRevoked: boolean;
}

const KEY = 'kith.session';

/** Who is signed in. All tabs of a browser agree. */
export const sessions = createStore<SessionState>(() => ({ session: load(), isRevoked: false }));

addEventListener('storage', ({ key, newValue }) => {
  if (key === KEY && newValue !== JSON.stringify(sessions.getState().session))
    sessions.setState({ session: load(), isRevoked: false });
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
  if (picture)
    await im.in.photo(
      { username },
      { bytes: new Uint8Array(await picture.arrayBuffer()), name: picture.name },
    );
  begin(await im.in.reg({ username, password, nickname }));
}

/** Opens an account without a name and a password. */
export async function enterAsVisitor(locale: string): Promise<void> {
  begin(await visitor(locale).in.reg_tourist({}));
}

interface SignedIn {
  readonly token: string;
  readonly userid: string;
  readonly myname: string;
  readonly myavatar: string;
}

function begin({ token, userid, myname, myavatar }: SignedIn): void {
  const session = { token, userId: Number(userid.replace(/\D/g, '')), name: myname, photo: myavatar };
  localStorage.setItem(KEY, JSON.stringify(session));
  sessions.setState({ session, isRevoked: false });
}

/**
 * Forgets the session in all tabs. If the server has ended it (`isRevoked`), what was kept stays for the next sign-in of the
 * same account: messages may be waiting to be sent.
 */
export function endSession({ isRevoked }: { isRevoked: boolean }): void {
  const { session } = sessions.getState();
  localStorage.removeItem(KEY);
  sessions.setState({ session: undefined, isRevoked });
  if (session && !isRevoked) void deleteStorage(session.userId);
}

function load(): Session | undefined {
  const text = localStorage.getItem(KEY);
  return text === null ? undefined : (JSON.parse(text) as Session); // only this module writes it
}
