import { connectIm } from '@kith/sdk';
import { makeLatencies } from '../latencies.js';
import type { LoginsTask, Outcome } from '../task.js';
import { dialects } from './dialects.js';
import { measure, type Court, type Mark } from './traffic.js';

const PASSWORD = 'A long enough password 1';

/** Signs in with many clients at a time, and asks for something else meanwhile, to see whether it is delayed. */
export async function signInAgainAndAgain(court: Court, task: LoginsTask, mark: Mark): Promise<Outcome> {
  const login = makeLatencies();
  const other = makeLatencies();
  let isMeasuring = false;
  let isOver = false;
  let count = 0;
  const signIn = task.isReal ? await preparePasswords(task) : tokenSignIn(court, task);
  const client = async (index: number): Promise<void> => {
    while (!isOver) {
      const since = performance.now();
      await signIn(index);
      if (!isMeasuring) continue;
      count++;
      login.record(performance.now() - since);
    }
  };
  const clients = Array.from({ length: task.parallel }, (_, index) => client(index));
  const probe = task.isReal
    ? probeBase(
        task,
        () => isOver,
        (ms) => isMeasuring && other.record(ms),
      )
    : undefined;
  const seconds = await measure(task, mark, (on) => {
    isMeasuring = on;
  });
  isOver = true;
  await Promise.all([...clients, probe]);
  return {
    count,
    seconds,
    latencies: { login: login.encode(), ...(task.isReal && { other: other.encode() }) },
    sent: 0,
    missing: 0,
  };
}

/** Opens a socket with a token until the session is ready, and closes it. */
function tokenSignIn(court: Court, task: LoginsTask): (index: number) => Promise<void> {
  return async (index) => {
    const seat = task.seats[index % task.seats.length]!;
    const place = { port: task.port, seat, room: 0, member: 0, others: [seat] };
    (await dialects[task.dialect](place, court.ears)).close();
  };
}

/** Registers an account with a password for each client; each sign-in checks the password. */
async function preparePasswords({ port, parallel }: LoginsTask): Promise<(index: number) => Promise<void>> {
  const url = `http://127.0.0.1:${port}`;
  const run = Date.now().toString(36);
  const people = Array.from({ length: parallel }, (_, index) => ({
    username: `bench_${run}_${index}`,
    im: connectIm({ url, fetch: fetchFrom(`10.9.${index >> 8}.${index & 255}`) }),
  }));
  for (const { username, im } of people)
    await im.in.reg({ username, nickname: 'Bench', password: PASSWORD, sex: 0 });
  return async (index) => {
    const { username, im } = people[index]!;
    await im.in.login({ username, password: PASSWORD });
  };
}

async function probeBase(
  { port, seats }: LoginsTask,
  isOver: () => boolean,
  record: (ms: number) => void,
): Promise<void> {
  const im = connectIm({ url: `http://127.0.0.1:${port}`, token: seats[0]!.secret });
  while (!isOver()) {
    const since = performance.now();
    await im.get.base();
    record(performance.now() - since);
    await new Promise((next) => setTimeout(next, 20));
  }
}

/** Each account from a separate address, so that the limits per address do not apply. */
export function fetchFrom(address: string): typeof fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('x-forwarded-for', address);
    return fetch(input, { ...init, headers });
  };
}
