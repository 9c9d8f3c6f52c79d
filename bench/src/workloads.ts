import type { SubjectName } from './task.js';

/** One measurement of a workload. */
export type Shape =
  | { readonly name: string; readonly kind: 'closed'; readonly rooms: number; readonly inFlight: number }
  | { readonly name: string; readonly kind: 'open'; readonly rooms: number; readonly perSecond: number }
  | { readonly name: string; readonly kind: 'pages'; readonly perSecond: number }
  | { readonly name: string; readonly kind: 'logins'; readonly isReal: boolean }
  | { readonly name: string; readonly kind: 'idle'; readonly dialect: 'own' | 'im' }
  | { readonly name: string; readonly kind: 'day'; readonly users: number };

/** A set of rooms and what is measured with them, one shape after the other on one server. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  readonly subjects: readonly SubjectName[];
  /** How many rooms are made, and how many members each has. */
  readonly rooms: number;
  readonly size: number;
  /** Messages in the archive before. */
  readonly archive?: number;
  readonly shapes: readonly Shape[];
  /** The number of rounds if the command names none; 1 if omitted. */
  readonly rounds?: number;
  /** The share of the run's seconds that each shape takes; 1 if omitted. */
  readonly share?: number;
}

const EVERY: readonly SubjectName[] = ['kith', 'relay', 'socketio', 'ejabberd', 'prosody'];
const PAIRS = 250;

function closed(rooms: number, inFlight: number): Shape {
  return { name: `${rooms} pairs, ${inFlight} in flight`, kind: 'closed', rooms, inFlight };
}

function open(rooms: number, perSecond: number): Shape {
  return { name: `${perSecond.toLocaleString('en')} msg/s`, kind: 'open', rooms, perSecond };
}

function group(size: number, perSecond: number, subjects: readonly SubjectName[]): Workload {
  return {
    name: `W2-${size}`,
    title: `A group of ${size.toLocaleString('en')}`,
    subjects,
    rooms: 1,
    size,
    shapes: [open(1, perSecond)],
  };
}

function idle(count: number, subjects: readonly SubjectName[], dialect: 'own' | 'im' = 'own'): Workload {
  return {
    name: `W6-${count}${dialect === 'im' ? '-im' : ''}`,
    title: `${count.toLocaleString('en')} idle connections${dialect === 'im' ? ' of existing clients' : ''}`,
    subjects,
    rooms: count / 2,
    size: 2,
    shapes: [{ name: 'idle', kind: 'idle', dialect }],
  };
}

/** All workloads, in the order in which they run. A run that names none leaves out those with `isLong`. */
export const WORKLOADS: readonly (Workload & { readonly isLong?: boolean })[] = [
  {
    name: 'W1',
    title: 'Two people write to each other',
    subjects: EVERY,
    rooms: PAIRS,
    size: 2,
    rounds: 3,
    shapes: [closed(PAIRS, 4), open(PAIRS, 1000)],
  },
  {
    name: 'W1-closed',
    title: 'Two people write to each other: more and more messages in flight',
    subjects: EVERY,
    rooms: 64,
    size: 2,
    share: 0.4,
    shapes: [closed(64, 1), closed(64, 8), closed(64, 32)],
  },
  {
    name: 'W1-open',
    title: 'Two people write to each other: higher and higher rates',
    subjects: EVERY,
    rooms: 64,
    size: 2,
    share: 0.4,
    shapes: [250, 500, 1000, 2000, 4000].map((perSecond) => open(64, perSecond)),
  },
  { ...group(50, 20, EVERY), share: 0.5 },
  { ...group(200, 20, EVERY), share: 0.5 },
  { ...group(500, 20, EVERY), share: 0.5 },
  { ...group(2000, 25, ['kith', 'relay', 'socketio']), share: 0.5 },
  { ...group(5000, 5, ['kith', 'relay', 'socketio']), share: 0.5 },
  {
    name: 'W3',
    title: 'Two hundred groups of ten',
    subjects: EVERY,
    rooms: 200,
    size: 10,
    share: 0.5,
    shapes: [open(200, 500)],
  },
  {
    name: 'W4',
    title: 'Pages of 50 from an archive of a million messages',
    subjects: ['kith', 'socketio', 'ejabberd'],
    rooms: 2000,
    size: 2,
    archive: 1_000_000,
    share: 0.5,
    shapes: [100, 400].map((perSecond) => ({ name: `${perSecond} pages/s`, kind: 'pages', perSecond })),
  },
  {
    name: 'W5',
    title: 'Signing in, 50 clients at a time',
    subjects: EVERY,
    rooms: 50,
    size: 2,
    share: 0.5,
    shapes: [{ name: 'socket with a token or plain password', kind: 'logins', isReal: false }],
  },
  {
    name: 'W5-real',
    title: 'Signing in with a password (argon2id), 50 clients at a time',
    subjects: ['kith'],
    rooms: 1,
    size: 2,
    share: 0.5,
    shapes: [{ name: 'password', kind: 'logins', isReal: true }],
  },
  { ...idle(2000, EVERY), share: 0.5 },
  { ...idle(10_000, EVERY), isLong: true },
  { ...idle(10_000, ['kith'], 'im'), isLong: true },
  {
    name: 'W9',
    title: 'A mixed day: each user does one action each second',
    subjects: ['kith'],
    rooms: 2000,
    size: 2,
    archive: 100_000,
    share: 0.5,
    shapes: [100, 200, 400, 600, 800, 1200, 1600, 2400].map((users) => ({
      name: `${users.toLocaleString('en')} users`,
      kind: 'day',
      users,
    })),
  },
];
