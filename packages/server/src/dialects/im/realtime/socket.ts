import { realtime, type ImAction, type ImFrame } from '@kith/contract';
import { loadProfiles, type Profile } from '@kith/core/accounts';
import { loadMarks } from '@kith/core/conversations';
import { bounds, DomainError, restoreNumbers, type AccountId, type Ctx } from '@kith/core/kernel';
import { makeMemory } from '../../../app/memory.js';
import { isTokenRefusal, type Identity } from '../../../app/authenticate.js';
import { visitorCtx } from '../../../app/context.js';
import type { Deps } from '../../../app/deps.js';
import { parseJson } from '../../../app/json.js';
import type { Connection } from '../../../realtime/connection.js';
import type { ConversationEvent, EventPresenter } from '../../../realtime/fan-out.js';
import type { StartSession } from '../../../realtime/session.js';
import { presentRefusal } from '../errors.js';
import { framesForAccount, framesForConversation, marksOfEvent, peopleOfEvent } from './frames.js';
import type { Marks } from '../present/message.js';

/** Encodes a frame of the Chat API. */
export function encodeImFrame(frame: ImFrame): string {
  return restoreNumbers(JSON.stringify(frame));
}

/** Starts sessions of existing clients, which use no sub-protocol: frames are `{action, data}` both ways. */
export function startIm(deps: Deps): StartSession {
  return (connection) => {
    let turn: Promise<void> = Promise.resolve();
    let waiting = 0;
    let signInTimer: NodeJS.Timeout | undefined;
    expectToken();
    connection.send(encodeImFrame({ action: 'clientLink', data: { client_id: connection.id } }));

    /** Closes a socket without a token; such a client reconnects later, as after any close. */
    function expectToken(): void {
      signInTimer = setTimeout(() => {
        // A token that is being verified still counts, however long the database takes.
        void turn.then(() => {
          if (!connection.identity) connection.close(realtime.CloseCode.refused, 'no token');
        });
      }, deps.timing.signInWithinMs).unref();
    }

    async function checkToken(token: string, isAsked: boolean): Promise<void> {
      // A missing token is no failure: clients send an empty one before signing in, and erase their data on an error.
      if (token === '') return;
      connection.isAsking = true;
      try {
        const identity = await deps.auth.byToken(token);
        if (!connection.isOpen()) return;
        enter(identity);
        if (isAsked)
          connection.send(encodeImFrame({ action: 'checkToken', data: { err: 0, msg: 'success' } }));
      } catch (error) {
        if (!(error instanceof DomainError)) deps.log.error({ err: error }, 'a token could not be checked');
        // Clients erase their data on an error, so only an invalid token is one.
        if (!isAsked || !isTokenRefusal(error)) return;
        leave();
        connection.send(encodeImFrame({ action: 'checkToken', data: presentRefusal(error, 'zh-Hans') }));
      } finally {
        connection.isAsking = false;
      }
    }

    function enter(identity: Identity): void {
      if (connection.identity?.session.id === identity.session.id) return;
      leave();
      clearTimeout(signInTimer);
      connection.identity = identity;
      enteredAt.set(connection, deps.now());
      displaceOlderSessions(deps, identity);
      deps.hub.add(connection, identity.session.accountId);
    }

    function leave(): void {
      if (!connection.identity) return;
      deps.hub.remove(connection, connection.identity.session.accountId);
      connection.identity = undefined;
      expectToken();
    }

    return {
      receive: (text) => {
        const frame = readFrame(text);
        if (!frame) return;
        if (frame.action === 'ping') connection.send(encodeImFrame({ action: 'ping' }));
        // A ping also carries the token; it can sign a connection in, but is never answered with a refusal.
        const isAsked = frame.action === 'checkToken';
        if (waiting >= bounds.queue.tokenChecks) {
          if (isAsked) connection.close(realtime.CloseCode.tooManyFrames, 'too many tokens');
          return;
        }
        waiting++;
        turn = turn.then(() => checkToken(frame.token, isAsked)).finally(() => waiting--);
      },
      sendRevoked: () => {
        const data = presentRefusal(new DomainError('not_signed_in'), 'zh-Hans');
        connection.send(encodeImFrame({ action: 'checkToken', data }));
      },
      idle: () => turn,
      closed: () => {
        leave();
        clearTimeout(signInTimer);
      },
    };
  };
}

/** Shows events to existing clients. */
export function makeImPresenter(
  deps: Pick<Deps, 'db' | 'ports' | 'ids' | 'log' | 'emit' | 'now' | 'auth'>,
): EventPresenter {
  // A sender writes many messages in a row; a changed name becomes visible within seconds.
  const profiles = makeMemory<AccountId, Profile>(10_000, 5000);

  // A member's role and nickname change with the version of the membership, so cached ones stay valid.
  const marks = makeMemory<string, Mark | typeof UNMARKED>(20_000);

  function knownMarks(event: ConversationEvent): Marks | undefined {
    const found = new Map<number, Mark>();
    for (const id of marksOfEvent(event)) {
      const mark = marks.get(markKey(event, id));
      if (!mark) return undefined;
      if (mark !== UNMARKED) found.set(id, mark);
    }
    return found;
  }

  async function loadMarksOf(ctx: Ctx, event: ConversationEvent): Promise<Marks> {
    const ids = marksOfEvent(event);
    const found = await loadMarks(ctx, event.conversation, ids);
    for (const id of ids) marks.set(markKey(event, id), found.get(id) ?? UNMARKED);
    return found;
  }

  function known(ids: readonly number[]): Map<number, Profile> | undefined {
    const people = new Map<number, Profile>();
    for (const id of ids) {
      const profile = profiles.get(id as AccountId);
      if (profile) people.set(id, profile);
      else if (id !== 0) return undefined;
    }
    return people;
  }

  async function load(event: ConversationEvent, audience: readonly Connection[]): Promise<void> {
    const ctx = visitorCtx(deps, await deps.auth.tenant(event.conversation.tenantId), '');
    const [people, found] = await Promise.all([
      loadProfiles(ctx, peopleOfEvent(event) as AccountId[]),
      loadMarksOf(ctx, event),
    ]);
    for (const [id, profile] of people) profiles.set(id, profile);
    show(event, audience, people, found);
  }

  function show(
    event: ConversationEvent,
    audience: readonly Connection[],
    people: ReadonlyMap<number, Profile>,
    found: Marks,
  ): void {
    const frames = framesForConversation(event, people, found, deps.ports.calls);
    for (const { frame, exceptId, onlyId } of frames) {
      const text = encodeImFrame(frame);
      for (const connection of audience) {
        const accountId = connection.identity?.session.accountId;
        // No frame is skipped: a client that is too slow is closed, and reloads its conversations.
        const isMeant = accountId !== exceptId && (onlyId === undefined || accountId === onlyId);
        if (isMeant && knows(connection, frame)) connection.send(text);
      }
    }
  }

  return {
    protocol: 'im',
    toMembers: (event, audience) => {
      const people = known(peopleOfEvent(event));
      const found = knownMarks(event);
      if (!people || !found) return load(event, audience);
      show(event, audience, people, found);
      return undefined;
    },
    toAccount: ({ accountId, event }, audience) => {
      if (event.type === 'profile_changed') profiles.delete(accountId);
      for (const frame of framesForAccount(accountId, event)) {
        const text = encodeImFrame(frame);
        for (const connection of audience) if (knows(connection, frame)) connection.send(text);
      }
    },
  };
}

/** Actions for which older clients show a dialog, because they do not know them. */
const NEWER_ACTIONS: ReadonlySet<ImAction> = new Set<ImAction>([
  'timeData',
  'adminDeleteChat',
  'chat_del',
  'groupDeleteChat',
  'removeMember',
]);

/** Whether the client of a connection knows a frame. */
function knows({ identity }: Connection, { action }: ImFrame): boolean {
  if (!NEWER_ACTIONS.has(action) || !identity) return true;
  const { imNewerFrames } = identity.tenant.settings;
  return imNewerFrames === 'known' ? identity.session.knowsNewerFrames : imNewerFrames === 'all';
}

type Mark = Marks extends ReadonlyMap<number, infer M> ? M : never;
/** A person who has left the group. */
const UNMARKED = 'unmarked';

function markKey({ conversation }: ConversationEvent, id: AccountId): string {
  return `${conversation.id}/${conversation.membersVersion}/${id}`;
}

/** When a connection got its current identity; removed once it was told to leave. */
const enteredAt = new WeakMap<Connection, number>();

/**
 * Existing clients allow one session per person: a newer sign-in tells the older sessions to leave, once. Later
 * reconnections displace no session.
 */
function displaceOlderSessions(deps: Deps, { session }: Identity): void {
  for (const other of deps.hub.of(session.accountId)) {
    const since = enteredAt.get(other);
    if (other.identity?.session.id === session.id || since === undefined || since > session.createdAt)
      continue;
    enteredAt.delete(other);
    other.send(encodeImFrame({ action: 'offline', data: { msg: '您的账号在其他设备登录' } }));
  }
}

/** The beginning of a frame that contains only a token; a token that is too long is refused without parsing. */
const LONG_TOKEN = /^\s*\{\s*"action"\s*:\s*"checkToken"/;

function readFrame(text: string): { action: 'checkToken' | 'ping'; token: string } | undefined {
  if (text.length > bounds.frame.chatBytes)
    return LONG_TOKEN.test(text.slice(0, 100)) ? { action: 'checkToken', token: 'too long' } : undefined;
  try {
    const frame = parseJson(text) as { action?: unknown; data?: unknown } | null;
    const action = frame?.action;
    if (action !== 'checkToken' && action !== 'ping') return undefined;
    const token = typeof frame?.data === 'string' ? frame.data : '';
    return { action, token: token.length > bounds.body.tokenCharacters ? 'too long' : token };
  } catch {
    return undefined;
  }
}
