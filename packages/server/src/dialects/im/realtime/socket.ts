import { realtime } from '@kith/contract';
import { bounds, DomainError } from '@kith/core/kernel';
import { isTokenRefusal, type Identity } from '../../../app/authenticate.js';
import type { Deps } from '../../../app/deps.js';
import type { Connection } from '../../../realtime/connection.js';
import { gatherLines } from '../../../realtime/nodes/gather-lines.js';
import type { ProtocolSession } from '../../../realtime/protocol-session.js';
import type { StartSession } from '../../../realtime/session.js';
import { presentRefusal } from '../errors.js';
import { makeDisplacement, type Displacement, type Newcomer } from './displace-sessions.js';
import { encodeImFrame } from './encode-frame.js';
import { readFrame } from './read-frame.js';

/** Starts sessions of existing clients, which use no sub-protocol: frames are `{action, data}` both ways. */
export function startIm(deps: Deps): StartSession {
  const displacement = makeDisplacement(deps.hub, gatherLines(deps.nodeBus, 'im_entered'), (other, by) => {
    if (other.session instanceof ImSession) other.session.displace(by);
  });
  return (connection) => new ImSession(deps, connection, displacement);
}

/** A class, because closures for each socket would take more memory than its state. */
class ImSession implements ProtocolSession {
  /** When the connection got its current identity; undefined once it has received `offline`. */
  private enteredAt: number | undefined = undefined;
  private readonly deps: Deps;
  private readonly connection: Connection;
  private readonly displacement: Displacement;
  /** The tokens are checked in turn; undefined while none is. */
  private turn: Promise<void> | undefined = undefined;
  private waiting = 0;
  private signInTimer: NodeJS.Timeout | undefined = undefined;

  constructor(deps: Deps, connection: Connection, displacement: Displacement) {
    this.deps = deps;
    this.connection = connection;
    this.displacement = displacement;
    this.expectToken();
    connection.send(encodeImFrame({ action: 'clientLink', data: { client_id: connection.id } }));
  }

  receive(text: string): void {
    const { connection } = this;
    const frame = readFrame(text);
    if (!frame) return;
    if (frame.action === 'ping') connection.send(encodeImFrame({ action: 'ping' }));
    // A ping also carries the token; it can sign a connection in, but is never answered with a refusal.
    const isAsked = frame.action === 'checkToken';
    if (this.waiting >= bounds.queue.tokenChecks) {
      if (isAsked) connection.close(realtime.CloseCode.tooManyFrames, 'too many tokens');
      return;
    }
    this.waiting++;
    const before = this.turn ?? Promise.resolve();
    this.turn = before
      .then(() => this.checkToken(frame.token, isAsked))
      .finally(() => {
        this.waiting--;
        if (this.waiting === 0) this.turn = undefined;
      });
  }

  sendRevoked(): void {
    const data = presentRefusal(new DomainError('not_signed_in'), 'zh-Hans');
    this.connection.send(encodeImFrame({ action: 'checkToken', data }));
  }

  idle(): Promise<void> {
    return this.turn ?? Promise.resolve();
  }

  closed(): void {
    this.leave();
    this.endSignInTimer();
  }

  /** Closes a socket without a token; such a client reconnects later, as after any close. */
  private expectToken(): void {
    this.signInTimer = setTimeout(() => {
      // A token that is being verified still counts, however long the database takes.
      void this.idle().then(() => {
        if (!this.connection.identity) this.connection.close(realtime.CloseCode.refused, 'no token');
      });
    }, this.deps.timing.signInWithinMs).unref();
  }

  private async checkToken(token: string, isAsked: boolean): Promise<void> {
    const { deps, connection } = this;
    // A missing token is not a failure: clients send an empty one before signing in, and erase their data on an error.
    if (token === '') return;
    connection.isAsking = true;
    try {
      const identity = await deps.auth.byToken(token);
      if (!connection.isOpen()) return;
      this.enter(identity);
      if (isAsked) connection.send(encodeImFrame({ action: 'checkToken', data: { err: 0, msg: 'success' } }));
    } catch (error) {
      if (!(error instanceof DomainError)) deps.log.error({ err: error }, 'a token could not be checked');
      // Clients erase their data on an error, so only an invalid token is one.
      if (!isAsked || !isTokenRefusal(error)) return;
      this.leave();
      connection.send(encodeImFrame({ action: 'checkToken', data: presentRefusal(error, 'zh-Hans') }));
    } finally {
      connection.isAsking = false;
    }
  }

  private enter(identity: Identity): void {
    const { deps, connection } = this;
    if (connection.identity?.session.id === identity.session.id) return;
    this.leave();
    this.endSignInTimer();
    connection.identity = identity;
    this.enteredAt = deps.now();
    this.displacement.enter(identity.session);
    deps.hub.add(connection, identity.session.accountId);
  }

  private leave(): void {
    const { connection } = this;
    if (!connection.identity) return;
    this.deps.hub.remove(connection, connection.identity.session.accountId);
    connection.identity = undefined;
    this.expectToken();
  }

  private endSignInTimer(): void {
    clearTimeout(this.signInTimer);
    this.signInTimer = undefined;
  }

  /** Sends `offline` once, if this session is older. */
  displace({ id, createdAt }: Newcomer): void {
    const session = this.connection.identity?.session;
    if (this.enteredAt === undefined || !session || session.id === id) return;
    // Clocks of nodes differ, so the order of the sign-ins counts too.
    if (this.enteredAt > createdAt || session.createdAt > createdAt) return;
    this.enteredAt = undefined;
    this.connection.send(encodeImFrame({ action: 'offline', data: { msg: '您的账号在其他设备登录' } }));
  }
}
