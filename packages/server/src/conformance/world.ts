import { randomBytes } from 'node:crypto';
import { NoAnswerError, readJson, type Answer, type CallOptions, type Caller, type Fields } from './call.js';
import { show } from './differences.js';
import * as samples from './samples.js';

/**
 * `me` does most things, `friend` is a friend of `me`, `other` and `stranger` are neither until a check changes that,
 * `guest` is always newly registered, for permanent changes.
 */
export type Role = (typeof roles)[number] | 'guest';

/** The roles for which accounts can be given. */
export const roles = ['me', 'friend', 'other', 'stranger'] as const;

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** A person who is signed in. */
export interface Person extends Credentials {
  readonly id: number;
  readonly token: string;
  /** Path of the photo below `/static/photo/`. */
  readonly photo: string;
}

/** A precondition of a check failed; the message gives the reason. */
export class BlockedError extends Error {}

/** No account can sign in, so no check can run. */
export class NobodyError extends Error {}

/** The people of a run, and the objects that they have created through the API. */
export interface World {
  readonly caller: Caller;
  readonly tenant: number;
  /** Whether the people were registered for this run, so that their data need not be kept. */
  readonly isOurs: boolean;
  person(role: Role): Promise<Person>;
  /** Registers another person. Throws `BlockedError`. */
  register(fields?: Fields): Promise<Person>;
  newCredentials(): Credentials;
  /** Creates something on first use, and returns the same later. */
  once<T>(what: string, make: () => Promise<T>): Promise<T>;
  /** Sends a request as a person, or without a token. */
  call(who: Role | Person | undefined, path: string, fields?: Fields, options?: CallOptions): Promise<Answer>;
  /** The result of a call that must succeed. Throws `BlockedError`. */
  need(
    who: Role | Person | undefined,
    path: string,
    fields?: Fields,
    options?: CallOptions,
  ): Promise<Success>;
  /** The conversation of `me` and `friend`. */
  conversation(): Promise<string>;
  /** The id of a new message in it. */
  message(by?: Role, content?: Fields, contentType?: number): Promise<string>;
  /** The id of a new message with an uploaded picture or file. */
  fileMessage(kind: 'picture' | 'file'): Promise<string>;
  /** The id of a pending friend request to `me`. */
  request(): Promise<number>;
  /** Makes two people friends; returns their conversation. */
  befriend(a: Role, b: Role): Promise<string>;
}

/** A successful answer; its contents are unchecked. */
export interface Success {
  readonly data?: unknown;
  readonly [name: string]: unknown;
}

export interface WorldOptions {
  readonly caller: Caller;
  readonly tenant: number;
  /** Existing accounts in the order of the roles; new ones are registered by default. */
  readonly people?: readonly Credentials[] | undefined;
}

/** Creates an empty world: people and things are created when a check first needs them. */
export function makeWorld({ caller, tenant, people }: WorldOptions): World {
  const made = new Map<string, Promise<unknown>>();
  function once<T>(what: string, make: () => Promise<T>): Promise<T> {
    let thing = made.get(what) as Promise<T> | undefined;
    if (!thing) made.set(what, (thing = make()));
    return thing;
  }

  const world: Omit<World, keyof Things> = {
    caller,
    tenant,
    isOurs: people === undefined,
    once,
    newCredentials: () => ({
      username: `kc_${randomBytes(6).toString('hex')}`,
      // Word characters, with every kind that a password rule requires.
      password: `Kc1${randomBytes(6).toString('hex')}`,
    }),

    person: (role) =>
      once(role, async () => {
        const known = role === 'guest' ? undefined : people?.[roles.indexOf(role)];
        try {
          if (known) return await enter('/im/in/login', known);
          return await world.register(role === 'guest' ? { invite_code: await inviteCode() } : {});
        } catch (error) {
          if (error instanceof BlockedError && role !== 'guest') throw new NobodyError(error.message);
          throw error;
        }
      }),

    register: (fields) =>
      enter('/im/in/reg', world.newCredentials(), {
        nickname: 'Conformance',
        sex: 1,
        type: 'REGISTER',
        mobileCode: 0,
        client_id: '',
        ...fields,
      }),

    call: async (who, path, fields = {}, options) => {
      const person = typeof who === 'string' ? await world.person(who) : who;
      return caller.call(path, { ...fields, _token: person?.token ?? '', _agent_id: tenant }, options);
    },

    need: async (who, path, fields, options) =>
      successOf(await prepare(world.call(who, path, fields, options))),
  };
  return { ...world, ...makeThings(world) };

  async function enter(path: string, credentials: Credentials, fields: Fields = {}): Promise<Person> {
    const { data } = await world.need(undefined, path, { ...credentials, ...fields });
    const { token, userid, myavatar } = membersOf(data);
    return {
      ...credentials,
      token: textIn(token, `${path} returns no token`),
      id: numberIn(Number(String(userid).replace(/^\D*/, '')), `${path} returns no userid`),
      photo: typeof myavatar === 'string' ? myavatar : '',
    };
  }

  /** The guest is invited by `me`. */
  async function inviteCode(): Promise<unknown> {
    const { data } = await world.need('me', '/im/get/getUserInfo');
    return membersOf(data)['invite_code'];
  }
}

type Things = Pick<World, 'conversation' | 'message' | 'fileMessage' | 'request' | 'befriend'>;

/** The objects that the people of a world create. */
function makeThings(world: Omit<World, keyof Things>): Things {
  const things: Things = {
    conversation: () => world.once('conversation', () => things.befriend('me', 'friend')),

    message: async (by = 'me', content = {}, content_type = 0) => {
      const list_id = await things.conversation();
      const text = `hello ${randomBytes(4).toString('hex')}`;
      await world.need(by, '/im/message/textMsg', { list_id, content_type, content: { text, ...content } });
      const { data } = await world.need(by, '/im/get/chatData', { list_id, time: 0, is_up: 1 });
      const rows = membersOf(data)['list'];
      const found = (Array.isArray(rows) ? rows : [])
        .map((row) => membersOf(membersOf(row)['msg']))
        .find((msg) => membersOf(msg['content'])['text'] === text);
      return textIn(found?.['id'], 'the sent message is not in /im/get/chatData');
    },

    fileMessage: async (kind) => {
      const list_id = await things.conversation();
      const file = kind === 'picture' ? await samples.picture() : samples.document();
      const uploaded = await world.need('me', '/im/upload/chat', { list_id }, { file });
      const { save_name: url, full_url, w, h } = membersOf(uploaded.data);
      return kind === 'picture'
        ? things.message('me', { url, full_url, w, h }, 2)
        : things.message('me', { url, full_url, name: file.name, length: 1 }, 11);
    },

    request: async () => {
      const [me, stranger] = [await world.person('me'), await world.person('stranger')];
      // They are friends if an earlier check accepted.
      await prepare(world.call('me', '/im/remove/friend', { user_id: stranger.id }));
      await world.need('stranger', '/im/action/friendAdd', { user_id: me.id, content: 'hello', is_type: 0 });
      const row = await findRequest('me', stranger.id);
      return numberIn(row?.['id'], 'the sent friend request is not in /im/get/applyFriend');
    },

    befriend: async (a, b) => {
      const [one, two] = [await world.person(a), await world.person(b)];
      // Refused if they are friends already.
      await prepare(world.call(a, '/im/action/friendAdd', { user_id: two.id, content: 'hello', is_type: 0 }));
      const row = await findRequest(b, one.id);
      if (row) await prepare(world.call(b, '/im/action/friendAddAction', { apply_id: row['id'] }));
      const { data } = await world.need(a, '/im/message/getListId', { user_id: two.id });
      return textIn(membersOf(data)['list_id'], '/im/message/getListId returns no list_id');
    },
  };
  return things;

  async function findRequest(of: Role, from: number): Promise<Fields | undefined> {
    const { data } = await world.need(of, '/im/get/applyFriend');
    return (Array.isArray(data) ? data : []).map(membersOf).find((row) => row['user_id'] === from);
  }
}

/** A failed preparation does not count as a failed check. */
export async function prepare(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof NoAnswerError) || error.isUnreachable) throw error;
    throw new BlockedError(`${error.asked.path}: ${error.message}`, { cause: error });
  }
}

/** The contents of a successful answer. Throws `BlockedError` for any other. */
export function successOf(answer: Answer): Success {
  const { path } = answer.asked;
  if (answer.status !== 200) throw new BlockedError(`${path}: HTTP ${answer.status}`);
  let body: unknown;
  try {
    body = readJson(answer);
  } catch (error) {
    throw new BlockedError(`${path}: ${(error as Error).message}`, { cause: error });
  }
  const refusal = refusalIn(body);
  if (refusal !== undefined) throw new BlockedError(`${path} refuses: ${refusal}`);
  return membersOf(body);
}

/** The number and message of a refusal; undefined if the answer is not one. `code` is used if there is no `err`. */
export function refusalIn(body: unknown): string | undefined {
  const { err, code, msg, message } = membersOf(body);
  const number = err ?? code ?? 0;
  if (number === 0) return undefined;
  return `${err === undefined ? 'code' : 'err'} ${show(number)} ${show(msg ?? message)}`;
}

/** The members of a JSON object; none for anything else. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** A required text. Throws `BlockedError`. */
export function textIn(value: unknown, otherwise: string): string {
  if (typeof value !== 'string' || value === '') throw new BlockedError(otherwise);
  return value;
}

/** A required whole number above 0. Throws `BlockedError`. */
export function numberIn(value: unknown, otherwise: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1)
    throw new BlockedError(otherwise);
  return value;
}
