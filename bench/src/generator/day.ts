import { Agent, request } from 'node:http';
import { makeLatencies } from '../latencies.js';
import type { DayTask, Outcome } from '../task.js';
import { pace } from './pacer.js';
import { measure, until, type Court, type Mark } from './traffic.js';

/** The actions of a working day, and how often each occurs. */
const WEIGHTS = { open: 6.5, scroll: 2, unread: 1, send: 1, read: 0.8, typing: 0.5, search: 0.02 } as const;
type Action = keyof typeof WEIGHTS;
const ACTIONS = Object.keys(WEIGHTS) as Action[];
const TOTAL = ACTIONS.reduce((sum, action) => sum + WEIGHTS[action], 0);

/** Each user does one action each second; the time of an action is that of its answer, from when it was due. */
export async function liveADay(court: Court, task: DayTask, mark: Mark): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const latencies = Object.fromEntries(ACTIONS.map((action) => [action, makeLatencies()])) as Record<
    Action,
    ReturnType<typeof makeLatencies>
  >;
  let isMeasuring = false;
  let count = 0;
  let waiting = 0;
  const done = (action: Action, dueAt: number): void => {
    waiting--;
    if (!isMeasuring) return;
    count++;
    latencies[action].record(performance.now() - dueAt);
  };
  court.ears.acked = (text) => done('send', Number(text.slice(0, text.indexOf(' '))));
  const seats = task.rooms.flatMap((room, index) => room.map((seat, member) => ({ seat, index, member })));
  const users = seats.slice(0, task.users);
  const forMs = task.warmUpMs + task.measureMs;
  const paced = pace({ perSecond: task.users, forMs }, (_index, dueAt) => {
    const { seat, index, member } = users[Math.floor(Math.random() * users.length)]!;
    const action = pickAction();
    const client = court.clients[index]![member]!;
    waiting++;
    if (action === 'send') {
      court.sent++;
      client.send(`${dueAt.toFixed(3)} 0 ${'x'.repeat(100)}`);
    } else if (action === 'typing') {
      client.typing?.();
      done(action, dueAt);
    } else {
      const [path, fields] = REQUESTS[action](seat.room);
      post(agent, task.port, path, { ...fields, _token: seat.secret }).then(
        () => done(action, dueAt),
        (error: Error) => court.ears.failed(error),
      );
    }
  });
  const seconds = await measure(task, mark, (on) => {
    isMeasuring = on;
  });
  await paced;
  await until(() => waiting === 0);
  agent.destroy();
  return {
    count,
    seconds,
    latencies: Object.fromEntries(ACTIONS.map((action) => [action, latencies[action].encode()])),
    sent: court.sent,
    missing: waiting,
  };
}

type Fields = Record<string, string>;

const REQUESTS: Record<Exclude<Action, 'send' | 'typing'>, (room: string) => [string, Fields]> = {
  open: (room) => ['/im/get/chatData', { list_id: room, is_up: '0' }],
  scroll: (room) => [
    '/im/get/chatData',
    { list_id: room, time: String(Math.floor(Date.now() / 1000) - 60), is_up: '1' },
  ],
  unread: () => ['/im/get/base', {}],
  read: (room) => ['/im/message/setListTime', { list_id: room }],
  search: () => ['/im/get/searchCahtMsg', { chat_msg: 'ipsum' }],
};

function pickAction(): Action {
  let left = Math.random() * TOTAL;
  return ACTIONS.find((action) => (left -= WEIGHTS[action]) < 0) ?? 'open';
}

function post(agent: Agent, port: number, path: string, fields: Fields): Promise<void> {
  return new Promise((resolve, reject) => {
    const body = new URLSearchParams(fields).toString();
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
    };
    const asked = request({ agent, port, path, host: '127.0.0.1', method: 'POST', headers }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`${path}: HTTP ${response.statusCode}`)),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
