import { realtime } from '@kith/contract';
import { bounds, DomainError } from '@kith/core/kernel';
import { isTokenRefusal, type Identity } from '../../../app/authenticate.js';
import type { Deps } from '../../../app/deps.js';
import type { Connection } from '../../../realtime/connection.js';
import type { ProtocolSession, StartSession } from '../../../realtime/session.js';
import { presentRefusal } from '../errors.js';
import { encodeImFrame } from './encode-frame.js';
import { readFrame } from './read-frame.js';

/** Starts sessions of existing clients, which use no sub-protocol: frames are `{action, data}` both ways. */
export function startIm(deps: Deps): StartSession {
  return (connection) => openSession(deps, connection);
}

function openSession(deps: Deps, connection: Connection): ProtocolSession {
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
    // A missing token is not a failure: clients send an empty one before signing in, and erase their data on an error.
    if (token === '') return;
    connection.isAsking = true;
    try {
      const identity = await deps.auth.byToken(token);
      if (!connection.isOpen()) return;
      enter(identity);
      if (isAsked) connection.send(encodeImFrame({ action: 'checkToken', data: { err: 0, msg: 'success' } }));
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
}

/** The time at which a connection got its current identity; removed once it has received `offline`. */
const enteredAt = new WeakMap<Connection, number>();

/**
 * Existing clients allow one session per person: a newer sign-in sends `offline` to the older sessions, once. Later
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
