import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A request as bytes. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly type?: string;
  readonly body?: Buffer;
  /** What a trusted proxy says about where it comes from. */
  readonly address?: string;
}

/** Frames for one socket: an opening one first, then, when it was answered, the rest at once. */
export interface RawFrames {
  readonly protocol?: string;
  readonly opening?: string;
  readonly frames: readonly string[];
}

// In a process of its own, so that this one has the work of the server and no other.
const CODE = `
const url = process.env.KITH_URL;
const { request } = require('node:http');
const { WebSocket } = require('ws');

function send({ method, path, type, body, address }) {
  return new Promise((done) => {
    const headers = { connection: 'close', ...(address && { 'x-forwarded-for': address }), ...(body && { 'content-type': type, 'content-length': body.length }) };
    const sent = request(url, { method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (more) => { if (text.length < 10000) text += more; });
      response.on('end', () => done(response.statusCode + ' ' + text));
      response.on('error', (error) => done('cut off: ' + error.message));
    });
    sent.on('error', (error) => done('cut off: ' + error.message));
    sent.end(body);
  });
}

function talk({ protocol, opening, frames }) {
  return new Promise((done) => {
    const socket = new WebSocket(url.replace('http', 'ws') + '/ws', protocol ? [protocol] : []);
    let isOpened = false;
    const end = setTimeout(() => socket.close(), 700);
    socket.on('error', () => {});
    socket.on('close', (code) => { clearTimeout(end); done(String(code)); });
    const goOn = () => {
      if (isOpened) return;
      isOpened = true;
      for (const frame of frames) socket.send(frame);
    };
    socket.on('open', () => { if (opening) socket.send(opening); else goOn(); });
    socket.on('message', (text) => { if (opening && /ready|"checkToken"/.test(text)) goOn(); });
  });
}

process.on('message', ({ id, request, frames }) => {
  (request ? send({ ...request, body: request.body && Buffer.from(request.body) }) : talk(frames)).then((answer) =>
    process.send({ id, answer }));
});
process.on('disconnect', () => process.exit());
process.send('ready');
`;

/** Sends bytes from a process of its own. */
export interface Sender {
  send(request: RawRequest): Promise<string>;
  talk(frames: RawFrames): Promise<string>;
  close(): Promise<void>;
}

export async function openSender(url: string): Promise<Sender> {
  const child = spawn(process.execPath, ['-e', CODE], {
    cwd: import.meta.dirname,
    env: { ...process.env, KITH_URL: url },
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
    close: async () => {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/**
 * How much work one turn of the loop of this process does at most while something is done: in milliseconds of processor
 * time, which is what blocks others on a quiet machine and does not grow on a busy one.
 */
export async function longestTurn(what: () => Promise<unknown>): Promise<number> {
  let isOver = false;
  let longest = 0;
  let last = processorTime();
  const look = (): void => {
    const now = processorTime();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  await what();
  isOver = true;
  await new Promise((done) => setImmediate(done));
  return longest;
}

/** How much processor time a plain `JSON.parse` of a text takes, whether it is JSON or not. */
export function parseTime(text: string): number {
  const since = processorTime();
  try {
    JSON.parse(text);
  } catch {
    // What is no JSON is left where that shows.
  }
  return processorTime() - since;
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
