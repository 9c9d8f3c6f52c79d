import { realtime } from '@kith/contract';
import { DomainError, type MemberCtx } from '@kith/core/kernel';
import { makeMemory } from '../../app/memory.js';
import type { Deps } from '../../app/deps.js';
import { isTokenRefusal } from '../../app/authenticate.js';
import { memberCtx } from '../../app/context.js';
import type { Connection } from '../connection.js';
import type { ProtocolSession, StartSession } from '../session.js';
import { makeFeed } from './feed.js';
import { makeFrameHandler, type LaterFrame } from './frame-handler.js';
import { readFrame, type RequestName } from './read-frame.js';
import { refusalOf, sendError, sendNack } from './refuse.js';
import type { ConversationIds } from './requests.js';
import { makeStreams, resume, type Streams } from './resume.js';
import type { Watches } from './watches.js';
import { makeWorkLoad } from './work-load.js';

/** Starts `kith.v1` sessions. */
export function startV1(deps: Deps, watches: Watches): StartSession {
  const shared: Shared = { streams: makeStreams(deps), conversationIds: makeMemory(50_000), watches };
  return (connection) => openSession(deps, connection, shared);
}

/** What all sessions of a node share. */
interface Shared {
  readonly streams: Streams;
  readonly conversationIds: ConversationIds;
  readonly watches: Watches;
}

function openSession(deps: Deps, connection: Connection, shared: Shared): ProtocolSession {
  const feed = makeFeed(connection);
  const load = makeWorkLoad();
  const { handle, writeReads } = makeFrameHandler(deps, connection, { ...shared, load });
  const helloTimer = setTimeout(
    () => connection.close(realtime.CloseCode.refused, 'no hello'),
    deps.timing.signInWithinMs,
  ).unref();
  let isGreeted = false;
  /** Undefined until the client has received everything that it missed. */
  let ctx: MemberCtx | undefined;
  /** Frames that arrived after the hello in the meantime. */
  let early: { frame: LaterFrame; size: number }[] = [];

  async function greet(frame: realtime.Hello): Promise<void> {
    connection.isAsking = true;
    try {
      const identity = await deps.auth.byToken(frame.token);
      if (!connection.isOpen()) return;
      connection.identity = identity;
      const me = memberCtx(deps, identity, connection.address);
      // Hold live frames from here on, so that none is lost between the missed ones and the new ones.
      feed.hold();
      deps.hub.add(connection, identity.session.accountId);
      await resume(me, connection, frame, shared.streams);
      feed.release();
      ctx = me;
      answerEarly(me);
    } catch (error) {
      const refusal = refusalOf(deps.log, error);
      sendError(connection, refusal);
      connection.close(isTokenRefusal(refusal) ? realtime.CloseCode.refused : 1011, refusal.code);
    } finally {
      connection.isAsking = false;
    }
  }

  function answerEarly(me: MemberCtx): void {
    const waiting = early;
    early = [];
    for (const { frame, size } of waiting) {
      handle(me, frame, size);
      load.end(size);
    }
  }

  function receive(frame: realtime.ClientFrame, size: number): void {
    if (frame.t === 'hello') {
      if (isGreeted)
        return sendError(connection, new DomainError('invalid', 'A hello was already received.'));
      isGreeted = true;
      clearTimeout(helloTimer);
      return load.run(size, greet(frame));
    }
    if (!isGreeted) return connection.close(realtime.CloseCode.refused, 'hello first');
    // Pings and read positions cost nothing yet, and clients do not repeat them.
    if (load.isFull() && frame.t !== 'ping' && frame.t !== 'read') return refuseForNow(connection, frame);
    if (ctx) return handle(ctx, frame, size);
    early.push({ frame, size });
    load.begin(size);
  }

  return {
    receive: (text) => {
      const got = readFrame(text);
      if ('frame' in got) receive(got.frame, text.length);
      else if ('refused' in got) sendNack(connection, new DomainError('invalid'), got.refused);
      else sendError(connection, new DomainError('invalid', got.error));
    },
    sendRevoked: () => sendError(connection, new DomainError('not_signed_in', 'The token was revoked.')),
    idle: () => {
      if (ctx) writeReads(ctx);
      return load.idle();
    },
    closed: () => {
      clearTimeout(helloTimer);
      shared.watches.end(connection);
      if (connection.identity) deps.hub.remove(connection, connection.identity.session.accountId);
      if (ctx) writeReads(ctx);
      for (const { size } of early) load.end(size);
      early = [];
    },
  };
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
      return { to: frame.to, id: frame.id };
    case 'sync':
      return { to: frame.to };
    default:
      return undefined;
  }
}
