import { realtime } from '@kith/contract';
import { DomainError, type MemberCtx } from '@kith/core/kernel';
import type { Deps } from '../../app/deps.js';
import { isTokenRefusal } from '../../app/authenticate.js';
import { memberCtx } from '../../app/context.js';
import type { Connection } from '../connection.js';
import type { ProtocolSession } from '../protocol-session.js';
import type { StartSession } from '../session.js';
import { makeConversationIds, type ConversationIds } from './conversation-ids.js';
import { Feed } from './feed.js';
import { FrameHandler, type LaterFrame } from './frame-handler.js';
import { readFrame, type RequestName } from './read-frame.js';
import type { ReadPositions } from './read-positions.js';
import { refusalOf, sendError, sendNack } from './refuse.js';
import { resume } from './resume.js';
import { makeStreams, type Streams } from './streams.js';
import type { Watches } from './watches.js';
import { WorkLoad } from './work-load.js';

/** Starts `kith.v1` sessions. */
export function startV1(deps: Deps, node: Pick<Shared, 'readPositions' | 'watches'>): StartSession {
  const shared: Shared = { ...node, streams: makeStreams(deps), conversationIds: makeConversationIds(deps) };
  return (connection) => new V1Session(deps, connection, shared);
}

/** What all sessions of a node share. */
interface Shared {
  readonly streams: Streams;
  readonly conversationIds: ConversationIds;
  readonly readPositions: ReadPositions;
  readonly watches: Watches;
}

/** A class, because closures for each socket would take more memory than its state. */
class V1Session implements ProtocolSession {
  readonly feed: Feed;
  private readonly deps: Deps;
  private readonly connection: Connection;
  private readonly shared: Shared;
  private readonly load = new WorkLoad();
  private helloTimer: NodeJS.Timeout | undefined;
  private isGreeted = false;
  /** Undefined until the client has received everything that it missed. */
  private me: MemberCtx | undefined = undefined;
  /** Made for the first frame that needs it. */
  private handler: FrameHandler | undefined = undefined;
  /** Frames that arrived after the hello in the meantime. */
  private early: { frame: LaterFrame; size: number }[] | undefined = undefined;

  constructor(deps: Deps, connection: Connection, shared: Shared) {
    this.deps = deps;
    this.connection = connection;
    this.shared = shared;
    this.feed = new Feed(connection);
    this.helloTimer = setTimeout(
      () => connection.close(realtime.CloseCode.refused, 'no hello'),
      deps.timing.signInWithinMs,
    ).unref();
  }

  receive(text: string): void {
    const got = readFrame(text);
    if ('frame' in got) this.take(got.frame, text.length);
    else if ('refused' in got) sendNack(this.connection, new DomainError('invalid'), got.refused);
    else sendError(this.connection, new DomainError('invalid', got.error));
  }

  sendRevoked(): void {
    sendError(this.connection, new DomainError('not_signed_in', 'The token was revoked.'));
  }

  idle(): Promise<void> {
    return this.load.idle();
  }

  closed(): void {
    const { connection } = this;
    this.endHelloTimer();
    this.shared.watches.end(connection);
    if (connection.identity) this.deps.hub.remove(connection, connection.identity.session.accountId);
    for (const { size } of this.early ?? []) this.load.end(size);
    this.early = undefined;
  }

  private take(frame: realtime.ClientFrame, size: number): void {
    const { connection } = this;
    if (frame.t === 'hello') {
      if (this.isGreeted)
        return sendError(connection, new DomainError('invalid', 'A hello was already received.'));
      this.isGreeted = true;
      this.endHelloTimer();
      return this.load.run(size, this.greet(frame));
    }
    if (!this.isGreeted) return connection.close(realtime.CloseCode.refused, 'hello first');
    // Pings and read positions cost nothing yet, and clients do not repeat them.
    if (this.load.isFull() && frame.t !== 'ping' && frame.t !== 'read')
      return refuseForNow(connection, frame);
    if (this.me) return this.handle(this.me, frame, size);
    (this.early ??= []).push({ frame, size });
    this.load.begin(size);
  }

  private async greet(frame: realtime.Hello): Promise<void> {
    const { deps, connection } = this;
    connection.isAsking = true;
    try {
      const identity = await deps.auth.byToken(frame.token);
      if (!connection.isOpen()) return;
      connection.identity = identity;
      const me = memberCtx(deps, identity, connection.address);
      // Hold live frames from here on, so that none is lost between the missed ones and the new ones.
      this.feed.hold();
      deps.hub.add(connection, identity.session.accountId);
      await resume(me, connection, frame, this.shared.streams);
      this.feed.release();
      this.me = me;
      this.answerEarly(me);
    } catch (error) {
      const refusal = refusalOf(deps.log, error);
      sendError(connection, refusal);
      connection.close(isTokenRefusal(refusal) ? realtime.CloseCode.refused : 1011, refusal.code);
    } finally {
      connection.isAsking = false;
    }
  }

  private answerEarly(me: MemberCtx): void {
    const waiting = this.early ?? [];
    this.early = undefined;
    for (const { frame, size } of waiting) {
      this.handle(me, frame, size);
      this.load.end(size);
    }
  }

  private handle(me: MemberCtx, frame: LaterFrame, size: number): void {
    const { deps, connection, load, shared } = this;
    this.handler ??= new FrameHandler({ ...shared, deps, connection, load });
    this.handler.handle(me, frame, size);
  }

  private endHelloTimer(): void {
    clearTimeout(this.helloTimer);
    this.helloTimer = undefined;
  }
}

/** The client sends requests faster than they can be answered. */
function refuseForNow(connection: Connection, frame: LaterFrame): void {
  const refusal = new DomainError('unavailable', 'This socket has too many unanswered requests.', {
    retryMs: 1000,
  });
  const named = requestName(frame);
  if (named) sendNack(connection, refusal, named);
}

function requestName(frame: LaterFrame): RequestName | undefined {
  switch (frame.t) {
    case 'send':
      return { to: frame.to, cid: frame.cid };
    case 'edit':
    case 'recall':
    case 'react':
    case 'pin':
      return { to: frame.to, id: frame.id };
    case 'sync':
      return { to: frame.to };
    case 'list':
    case 'pins':
    case 'reactors':
    case 'search':
    case 'draft':
    case 'signal':
    case 'turn':
    case 'call':
      return { cid: frame.cid };
    default:
      return undefined;
  }
}
