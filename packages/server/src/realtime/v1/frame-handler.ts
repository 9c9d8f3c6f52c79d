import type { realtime } from '@kith/contract';
import { markRead, setTyping } from '@kith/core/conversations';
import { DomainError, type MemberCtx } from '@kith/core/kernel';
import type { Deps } from '../../app/deps.js';
import type { Connection } from '../connection.js';
import { refusalOf, sendNack } from './refuse.js';
import { makeRequests, type ConversationIds } from './requests.js';
import type { Watches } from './watches.js';
import type { WorkLoad } from './work-load.js';

/** The minimum interval between writes of a read position, per conversation and socket. */
const READ_EVERY_MS = 200;

/** A frame of a client that has signed in. */
export type LaterFrame = Exclude<realtime.ClientFrame, realtime.Hello>;

/** Handles the frames of one connection that has signed in. */
export interface FrameHandler {
  /** `size` counts towards the unfinished work until the frame is handled. */
  handle(me: MemberCtx, frame: LaterFrame, size: number): void;
  /** Writes the read positions that are waiting. */
  writeReads(me: MemberCtx): void;
}

/** Creates the handler of one connection. */
export function makeFrameHandler(
  deps: Deps,
  connection: Connection,
  {
    load,
    conversationIds,
    watches,
  }: { load: WorkLoad; conversationIds: ConversationIds; watches: Pick<Watches, 'watch'> },
): FrameHandler {
  const requests = makeRequests(deps, connection, conversationIds);
  const reads = new Map<string, number>();
  let readTimer: NodeJS.Timeout | undefined;
  // All requests except sends are answered in order; frames without an answer have an order of their own.
  let turn: Promise<void> = Promise.resolve();
  let hints: Promise<void> = Promise.resolve();

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
        return watches.watch(connection, me, frame.users);
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

  return { handle, writeReads };
}
