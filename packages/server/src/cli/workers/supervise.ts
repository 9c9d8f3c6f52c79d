import cluster, { type Worker } from 'node:cluster';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { bounds } from '@kith/core/kernel';
import type { ClientConfig } from 'pg';
import type { Logger } from 'pino';
import type { Readiness } from '../../app/readiness.js';
import { makeHandOver, type Place, type Taker } from './hand-over.js';
import type { ToPrimary, ToWorker } from './messages.js';

/** The worker processes of a primary. */
export interface Workers {
  /** Starts all; resolves when they are ready. From then on, a worker that dies is replaced. */
  start(): Promise<void>;
  /** The port that they listen on. */
  port(): number;
  /** Ready while one of them is, and storing while all are. */
  readiness(): Promise<Readiness>;
  /** Lets them finish, and ends those that do not. */
  stop(): Promise<void>;
  /** Ends them at once. */
  kill(): void;
}

interface Supervision {
  readonly count: number;
  readonly place: Place;
  readonly database: ClientConfig;
  readonly log: Logger;
}

interface Launched {
  readonly worker: Worker;
  readonly ready: Promise<void>;
  /** Resolves with why it ended. */
  readonly ended: Promise<unknown>;
}

const { worker: limits } = bounds;

/** Supervises `count` workers on a database that this process has opened, and hands them the connections of a port. */
export function superviseWorkers({ count, place, database, log }: Supervision): Workers {
  const alive = new Set<Worker>();
  const stopping = new AbortController();
  const questions = makeQuestions();
  const handOver = makeHandOver();
  let keeping: Promise<void>[] = [];
  let port: number | undefined;

  function launch(): Launched {
    const worker = cluster.fork();
    alive.add(worker);
    const taker: Taker = { offer: (connection) => tell(worker, { kind: 'connection' }, connection) };
    const ended = endOf(worker).finally(() => alive.delete(worker));
    // Until the channel is closed, an answer may be under way. Node.js does not report the close while a connection that it
    // has passed on is not confirmed, so the exit counts too, a moment later.
    worker.once('disconnect', () => handOver.leave(taker));
    worker.once('exit', () => setTimeout(() => handOver.leave(taker), limits.lastAnswerWithinMs));
    const ready = new Promise<void>((resolve, reject) => {
      worker.on('message', (message: ToPrimary) => {
        if (message.kind === 'loaded') tell(worker, { kind: 'start', database });
        if (message.kind === 'answered') handOver.answered(taker, message.isTaken);
        if (message.kind === 'readiness') questions.answer(message.question, message.readiness);
        if (message.kind === 'failed') reject(new Error(message.message));
        if (message.kind !== 'ready') return;
        handOver.join(taker);
        resolve();
      });
      void ended.then((why) => reject(new Error(`A worker ended before it was ready: ${String(why)}.`)));
    });
    ready.catch(() => undefined); // of a later one, the log reports the end
    return { worker, ready, ended };
  }

  /** Replaces a worker whenever it dies. The first time at once; one that keeps dying, ever later. */
  async function keep(first: Launched): Promise<void> {
    let delayMs = 0;
    for (let launched = first; ; launched = launch()) {
      const since = performance.now();
      await launched.ended;
      if (stopping.signal.aborted) return;
      const { pid, exitCode, signalCode } = launched.worker.process;
      log.error({ pid, exitCode, signalCode }, 'a worker ended; another one takes its place');
      if (performance.now() - since > limits.steadyAfterMs) delayMs = 0;
      await sleep(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      delayMs = Math.min(Math.max(2 * delayMs, limits.restartDelayMs), limits.longestRestartDelayMs);
    }
  }

  return {
    start: async () => {
      // The first one fills new tenants.
      const first = launch();
      await first.ready;
      port = await handOver.listen(place);
      const others = Array.from({ length: count - 1 }, launch);
      await Promise.all(others.map(({ ready }) => ready));
      keeping = [first, ...others].map(keep);
    },
    port: () => port ?? 0,
    readiness: async () => {
      const found = await Promise.all(
        [...alive].map((worker) =>
          questions.ask((question) => tell(worker, { kind: 'readiness', question })),
        ),
      );
      return combine(
        found.filter((one) => one !== undefined),
        stopping.signal.aborted,
      );
    },
    stop: async () => {
      stopping.abort();
      handOver.end();
      await Promise.all([...alive].map(stopWorker));
      handOver.close();
      await Promise.all(keeping);
    },
    kill: () => {
      for (const worker of alive) worker.process.kill('SIGKILL');
    },
  };
}

function combine(answers: readonly Readiness[], isDraining: boolean): Readiness {
  return {
    isReady: answers.some(({ isReady }) => isReady),
    databaseStartedAt: answers.find((one) => one.databaseStartedAt !== undefined)?.databaseStartedAt,
    isDraining,
    isStoring: answers.every(({ isStoring }) => isStoring),
  };
}

/** Asks a worker to stop, and ends it if it does not do so within its own limit. */
async function stopWorker(worker: Worker): Promise<void> {
  if (worker.isDead()) return;
  const ended = endOf(worker);
  let killing = setTimeout(() => worker.process.kill('SIGKILL'), limits.answersWithinMs);
  worker.on('message', (message: ToPrimary) => {
    if (message.kind !== 'stopping') return;
    clearTimeout(killing);
    killing = setTimeout(() => worker.process.kill('SIGKILL'), message.withinMs + limits.answersWithinMs);
  });
  tell(worker, { kind: 'stop' });
  await ended;
  clearTimeout(killing);
}

/** Questions to workers, each answered once or not at all. */
function makeQuestions(): {
  ask(send: (question: number) => void): Promise<Readiness | undefined>;
  answer(question: number, readiness: Readiness): void;
} {
  const open = new Map<number, (readiness: Readiness | undefined) => void>();
  let last = 0;
  return {
    ask: async (send) => {
      const question = ++last;
      const answer = new Promise<Readiness | undefined>((resolve) => open.set(question, resolve));
      const giveUp = setTimeout(() => open.get(question)?.(undefined), limits.answersWithinMs);
      send(question);
      const readiness = await answer;
      clearTimeout(giveUp);
      open.delete(question);
      return readiness;
    },
    answer: (question, readiness) => open.get(question)?.(readiness),
  };
}

/** Resolves when a process has ended, or could not be started, with the reason. */
function endOf(worker: Worker): Promise<unknown> {
  return new Promise((resolve) => {
    worker.once('exit', (code, signal) => resolve(signal ?? code));
    // A message to a process that has just ended is an error too.
    worker.on('error', (error) => {
      if (worker.process.pid === undefined) resolve(error);
    });
  });
}

function tell(worker: Worker, message: ToWorker, connection?: Socket): void {
  // Nothing is lost with a message to one that has just died: its end is noticed.
  if (worker.isConnected()) worker.send(message, connection, { keepOpen: true }, () => undefined);
}
