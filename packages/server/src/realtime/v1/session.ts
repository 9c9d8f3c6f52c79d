import { realtime } from '@kith/contract';
import { markRead, setTyping } from '@kith/core/conversations';
import { DomainError, type MemberCtx } from '@kith/core/kernel';
import { makeMemory } from '../../app/memory.js';
import type { Deps } from '../../app/deps.js';
import { isTokenRefusal } from '../../app/authenticate.js';
import { memberCtx } from '../../app/context.js';
import type { StartSession } from '../session.js';
import { makeFeed } from './feed.js';
import { readFrame, type RequestName } from './read-frame.js';
import { refusalOf, sendError, sendNack } from './refuse.js';
import { makeRequests, type ConversationIds } from './requests.js';
import { makeStreams, resume } from './resume.js';
import { makeWorkLoad } from './work-load.js';

/** The minimum interval between writes of a read position, per conversation and socket. */
const READ_EVERY_MS = 200;

type LaterFrame = Exclude<realtime.ClientFrame, realtime.Hello>;

/** Starts `kith.v1` sessions. */
export function startV1(deps: Deps): StartSession {
  const streams = makeStreams(deps);
  const conversationIds: ConversationIds = makeMemory(50_000);

  return (connection) => {
    const feed = makeFeed(connection);
    const requests = makeRequests(deps, connection, conversationIds);
    const load = makeWorkLoad();
    const helloTimer = setTimeout(
      () => connection.close(realtime.CloseCode.refused, 'no hello'),
      deps.timing.signInWithinMs,
    ).unref();
    let isGreeted = false;
    /** Undefined until the client has received everything that it missed. */
    let ctx: MemberCtx | undefined;
    /** Frames that arrived after the hello in the meantime. */
    let early: { frame: LaterFrame; size: number }[] = [];
    const reads = new Map<string, number>();
    let readTimer: NodeJS.Timeout | undefined;
    // All requests except sends are answered in order; frames without an answer have an order of their own.
    let turn: Promise<void> = Promise.resolve();
    let hints: Promise<void> = Promise.resolve();

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
        await resume(me, connection, frame, streams);
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
      if (load.isFull() && frame.t !== 'ping' && frame.t !== 'read') return refuseForNow(frame);
      if (ctx) return handle(ctx, frame, size);
      early.push({ frame, size });
      load.begin(size);
    }

    /** The client sends requests faster than they can be answered. */
    function refuseForNow(frame: LaterFrame): void {
      const refusal = new DomainError('unavailable', 'This socket has too many unanswered requests.', {
        retryMs: 1000,
      });
      const named = requestName(frame);
      if (named) sendNack(connection, refusal, named);
    }

    function handle(me: MemberCtx, frame: LaterFrame, size: number): void {
      switch (frame.t) {
        case 'ping':
          return connection.send('{"t":"pong"}');
        case 'send':
          return load.run(size, requests.send(me, frame));
        case 'sync':
          return inTurn(size, () => requests.sync(me, frame));
        case 'edit':
        case 'recall':
          return inTurn(size, () => requests.change(me, frame));
        case 'react':
          return sendNack(connection, new DomainError('invalid', 'Reactions are not supported yet.'), {
            to: frame.to,
            id: frame.id,
          });
        case 'watch':
          return sendError(connection, new DomainError('invalid', 'Watching presence is not supported yet.'));
        case 'read':
          return read(me, frame);
        case 'typing':
          return hint(size, () => setTyping(me, { listId: frame.to, isTyping: frame.on }));
      }
    }

    function inTurn(size: number, work: () => Promise<void>): void {
      turn = turn.then(work);
      load.run(size, turn);
    }

    function read(me: MemberCtx, { to, seq }: realtime.Read): void {
      reads.set(to, Math.max(seq, reads.get(to) ?? 0));
      readTimer ??= setTimeout(() => writeReads(me), READ_EVERY_MS);
    }

    function writeReads(me: MemberCtx): void {
      clearTimeout(readTimer);
      readTimer = undefined;
      const moves = [...reads];
      reads.clear();
      for (const [listId, seq] of moves) hint(0, () => markRead(me, { listId, seq }));
    }

    /** Frames without an answer cannot be refused; unexpected errors are still logged. */
    function hint(size: number, work: () => Promise<void>): void {
      hints = hints.then(work).catch((error: unknown) => void refusalOf(deps.log, error));
      load.run(size, hints);
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
        if (connection.identity) deps.hub.remove(connection, connection.identity.session.accountId);
        if (ctx) writeReads(ctx);
        for (const { size } of early) load.end(size);
        early = [];
      },
    };
  };
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
