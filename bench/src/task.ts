/** What the runner asks of the generator, and what the generator answers: both run in processes of their own. */

/** A server under test. */
export const SUBJECTS = ['kith', 'relay', 'socketio', 'ejabberd', 'prosody'] as const;
export type SubjectName = (typeof SUBJECTS)[number];

/** How a client speaks: `im` is the protocol of Kith's existing clients. */
export type DialectName = SubjectName | 'im';

/** One member of a room: what the generator needs to connect it. */
export interface Seat {
  readonly user: string;
  /** Token or password. */
  readonly secret: string;
  readonly room: string;
}

/** Connects one client for each seat; `rooms[room][member]`. The clients stay connected for later tasks. */
export interface JoinTask {
  readonly kind: 'join';
  readonly dialect: DialectName;
  readonly port: number;
  readonly rooms: readonly (readonly Seat[])[];
}

/** How long a task runs before it measures, and how long it measures. */
export interface Period {
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** Ping-pong in the first `rooms` rooms, each with two members: a message that arrives is answered at once. */
export interface ClosedTask extends Period {
  readonly kind: 'closed';
  readonly rooms: number;
  /** Messages in flight in each room. */
  readonly inFlight: number;
}

/** Random members of the first `rooms` rooms send at the times of a schedule, whether or not earlier messages arrived. */
export interface OpenTask extends Period {
  readonly kind: 'open';
  readonly rooms: number;
  readonly perSecond: number;
}

/** The archive of a joined room: how many messages it has, and the position of the last one. */
export interface Stream {
  readonly count: number;
  readonly last: number;
}

/** Reads pages of 50 messages at the times of a schedule: the newest one of a room, or one at a random depth. */
export interface PagesTask extends Period {
  readonly kind: 'pages';
  readonly perSecond: number;
  readonly streams: readonly Stream[];
}

/** Signs in again and again, `parallel` clients at a time. `real` checks a password; otherwise a token opens a socket. */
export interface LoginsTask extends Period {
  readonly kind: 'logins';
  readonly parallel: number;
  readonly isReal: boolean;
  readonly dialect: DialectName;
  readonly port: number;
  readonly seats: readonly Seat[];
}

/** Keeps the joined clients connected and silent except for their keep-alive. */
export interface IdleTask extends Period {
  readonly kind: 'idle';
}

/** People who use a messenger as on a working day, one action each second for each of them. */
export interface DayTask extends Period {
  readonly kind: 'day';
  readonly port: number;
  readonly users: number;
  readonly rooms: readonly (readonly Seat[])[];
}

export type Task = JoinTask | ClosedTask | OpenTask | PagesTask | LoginsTask | IdleTask | DayTask;

/** The result of a task. */
export interface Outcome {
  /** Units of work that were begun in the measured period and completed. */
  readonly count: number;
  readonly seconds: number;
  /** Histograms of microseconds, compressed, by what was measured. */
  readonly latencies: Readonly<Record<string, string>>;
  /** Messages sent since the clients joined, inside and outside of measured periods. */
  readonly sent: number;
  /** Messages that did not arrive within ten seconds after the end. */
  readonly missing: number;
}

/** Messages from the generator to the runner. */
export type Report =
  | { readonly kind: 'mark'; readonly at: 'begin' | 'end' }
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly reason: string };
