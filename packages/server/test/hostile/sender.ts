import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectWithin } from '../harness/at-pace.js';

/** A request as bytes. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly type?: string;
  /** Bytes, or the sender's instructions to make them: texts with repeat counts. */
  readonly body?: Buffer | readonly Piece[];
  /** The client address that a trusted proxy reports. */
  readonly address?: string;
}

export type Piece = string | readonly [text: string, times: number];

/** The text that the pieces describe. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : piece[0].repeat(piece[1]))).join('');
}

/** Frames for one socket: first an opening one, then, after its answer, the others at once. */
export interface RawFrames {
  readonly protocol?: string;
  readonly opening?: string;
  readonly frames: readonly string[];
}

// A separate process, so that this one does only the work of the server.
const CODE = `
const url = process.env.KITH_URL;
const { Agent, request } = require('node:http');
const { WebSocket } = require('ws');
const agent = process.env.KITH_KEEP_ALIVE ? new Agent({ keepAlive: true }) : undefined;

// The last ones are probably sent to the next path too.
const made = new Map();
function bytesOf(body) {
  if (!body || !Array.isArray(body)) return body && Buffer.from(body);
  const key = JSON.stringify(body);
  let bytes = made.get(key);
  if (!bytes) {
    bytes = Buffer.from(body.map((piece) => typeof piece === 'string' ? piece : piece[0].repeat(piece[1])).join(''));
    made.set(key, bytes);
    if (made.size > 100) made.delete(made.keys().next().value);
  }
  return bytes;
}

function send(asked, isAgain) {
  const { method, path, type, body, address } = asked;
  return new Promise((done) => {
    const headers = { ...(!agent && { connection: 'close' }), ...(address && { 'x-forwarded-for': address }), ...(body && { 'content-type': type, 'content-length': body.length }) };
    const sent = request(url, { method, path, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (more) => { if (text.length < 10000) text += more; });
      response.on('end', () => done(response.statusCode + ' ' + text));
      response.on('error', (error) => done('cut off: ' + error.message));
    });
    sent.on('error', (error) => {
      // A kept connection may have been closed meanwhile, which is no result of the request.
      if (sent.reusedSocket && !isAgain) done(send(asked, true));
      else done('cut off: ' + error.message);
    });
    sent.end(body);
  });
}

const sockets = new Set();

function talk({ protocol, opening, frames }) {
  return new Promise((done) => {
    const socket = new WebSocket(url.replace('http', 'ws') + '/ws', protocol ? [protocol] : []);
    sockets.add(socket);
    let isOpened = false;
    const end = setTimeout(() => socket.close(), 700);
    socket.on('error', () => {});
    socket.on('close', (code) => { sockets.delete(socket); clearTimeout(end); done(String(code)); });
    const goOn = () => {
      if (isOpened) return;
      isOpened = true;
      for (const frame of frames) socket.send(frame);
    };
    socket.on('open', () => { if (opening) socket.send(opening); else goOn(); });
    socket.on('message', (text) => { if (opening && /ready|"checkToken"/.test(text)) goOn(); });
  });
}

process.on('message', ({ id, request, frames, hangsUp }) => {
  if (hangsUp) return sockets.forEach((socket) => socket.terminate());
  (request ? send({ ...request, body: bytesOf(request.body) }) : talk(frames)).then((answer) =>
    process.send({ id, answer }));
});
process.on('disconnect', () => process.exit());
process.send('ready');
`;

/** Sends bytes from a separate process. */
export interface Sender {
  send(request: RawRequest): Promise<string>;
  talk(frames: RawFrames): Promise<string>;
  /** Cuts every socket with unfinished requests. */
  hangUp(): void;
  close(): Promise<void>;
}

/** Opens a sender with a connection per request, unless it keeps them alive. */
export async function openSender(url: string, { keepsAlive = false } = {}): Promise<Sender> {
  const child = spawn(process.execPath, ['-e', CODE], {
    cwd: import.meta.dirname,
    env: { ...process.env, KITH_URL: url, KITH_KEEP_ALIVE: keepsAlive ? '1' : '' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  await once(child, 'message');
  const waiting = new Map<number, (answer: string) => void>();
  let id = 0;
  child.on('message', (message: { id: number; answer: string }) => {
    waiting.get(message.id)?.(message.answer);
    waiting.delete(message.id);
  });
  const ask = (what: object) =>
    new Promise<string>((done) => {
      waiting.set(++id, done);
      child.send({ id, ...what });
    });
  return {
    send: (request) => ask({ request }),
    talk: (frames) => ask({ frames }),
    hangUp: () => void child.send({ hangsUp: true }),
    close: async () => {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/**
 * The maximum work of one turn of this process's event loop during an action, in milliseconds of processor
 * time: that is the time that blocks other requests on a quiet machine, and it does not grow on a busy one. The other
 * threads of the process count too. A loop that `spins` also turns while it waits, so that their work is spread over
 * many turns; one that does not costs a fraction, and never reports less.
 */
export async function longestTurn(what: () => Promise<unknown>, { spins = false } = {}): Promise<number> {
  let isOver = false;
  let longest = 0;
  let last = processorTime();
  const next = (): void => {
    const immediate = setImmediate(look);
    // An unreferenced one still runs after each turn, but lets the loop sleep.
    if (!spins) immediate.unref();
  };
  const look = (): void => {
    const now = processorTime();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) next();
  };
  next();
  await what();
  isOver = true;
  await new Promise((done) => setImmediate(done));
  return longest;
}

/** The processor time of a plain `JSON.parse` of a text, valid or not. */
export function parseTime(text: string): number {
  const since = processorTime();
  try {
    JSON.parse(text);
  } catch {
    // Parsing stops where invalid JSON becomes apparent.
  }
  return processorTime() - since;
}

const TRIES = 10;
/** The pause between two tries, in milliseconds: longer than a collection of garbage. */
const PAUSE_MS = 100;

/**
 * Requires that some work costs less than a processor time (milliseconds); returns its result. The time of the process
 * includes garbage collection and other threads, so the least of some tries counts, with pauses between them.
 */
export async function expectWork<Result>(
  maxMs: number,
  work: () => Promise<Result> | Result,
): Promise<Result> {
  const costs: number[] = [];
  for (;;) {
    const since = processorTime();
    const result = await work();
    costs.push(processorTime() - since);
    if (costs.at(-1)! < maxMs) return result;
    if (costs.length === TRIES) {
      expectWithin(maxMs, Math.min(...costs));
      return result;
    }
    await sleep(PAUSE_MS);
  }
}

/** The processor time of this process so far, in milliseconds. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
