import type { realtime } from '@kith/contract';
import { setTyping } from '@kith/core/conversations';
import type { MemberCtx } from '@kith/core/kernel';
import type { Deps } from '../../app/deps.js';
import type { Connection } from '../connection.js';
import type { ConversationIds } from './conversation-ids.js';
import { answerQuestion } from './questions.js';
import type { ReadPositions } from './read-positions.js';
import { refusalOf } from './refuse.js';
import { Requests } from './requests.js';
import type { Watches } from './watches.js';
import type { WorkLoad } from './work-load.js';

/** A frame of a client that has signed in. */
export type LaterFrame = Exclude<realtime.ClientFrame, realtime.Hello>;

/** What the frames of one connection work with. */
interface FrameWork {
  readonly deps: Deps;
  readonly connection: Connection;
  readonly load: WorkLoad;
  readonly conversationIds: ConversationIds;
  readonly readPositions: ReadPositions;
  readonly watches: Watches;
}

/** Handles the frames of one connection that has signed in. */
export class FrameHandler {
  private readonly work: FrameWork;
  private readonly requests: Requests;
  // All requests except sends are answered in order; frames without an answer have an order of their own.
  private turn: Promise<void> | undefined = undefined;
  private hints: Promise<void> | undefined = undefined;

  constructor(work: FrameWork) {
    this.work = work;
    this.requests = new Requests(work.deps, work.connection, work.conversationIds);
  }

  /** `size` counts towards the unfinished work until the frame is handled. */
  handle(me: MemberCtx, frame: LaterFrame, size: number): void {
    const { connection, load, readPositions } = this.work;
    switch (frame.t) {
      case 'ping':
        return connection.send('{"t":"pong"}');
      case 'send':
        return load.run(size, this.requests.send(me, frame));
      case 'sync':
        return this.inTurn(size, () => this.requests.sync(me, frame));
      case 'list':
      case 'pins':
      case 'reactors':
      case 'search':
      case 'draft':
      case 'signal':
      case 'turn':
      case 'call':
        return this.inTurn(size, () => answerQuestion(this.work, me, frame));
      case 'edit':
      case 'recall':
      case 'react':
      case 'pin':
        return this.inTurn(size, () => this.requests.change(me, frame));
      case 'watch':
        return this.work.watches.watch(connection, me, frame.users);
      case 'read':
        return readPositions.report(me, frame.to, frame.seq);
      case 'typing':
        return this.hint(size, () => setTyping(me, { listId: frame.to, isTyping: frame.on }));
    }
  }

  private inTurn(size: number, work: () => Promise<void>): void {
    this.turn = (this.turn ?? Promise.resolve()).then(work);
    this.work.load.run(size, this.turn);
  }

  /** Frames without an answer cannot be refused; unexpected errors are still logged. */
  private hint(size: number, work: () => Promise<void>): void {
    this.hints = (this.hints ?? Promise.resolve())
      .then(work)
      .catch((error: unknown) => void refusalOf(this.work.deps.log, error));
    this.work.load.run(size, this.hints);
  }
}
