import type { Line, Spread } from '../summary.js';
import type { SubjectName } from '../task.js';

export const SUBJECT_TITLES: Readonly<Record<SubjectName, string>> = {
  kith: 'Kith',
  relay: 'bare `ws` relay, stores nothing',
  socketio: 'Socket.IO + pg',
  ejabberd: 'ejabberd',
  prosody: 'Prosody',
};

/** Names that fit beside a bar. */
export const SUBJECT_LABELS: Readonly<Record<SubjectName, string>> = {
  ...SUBJECT_TITLES,
  relay: 'bare relay',
  socketio: 'Socket.IO',
};

export const SUBJECT_COLOURS: Readonly<Record<SubjectName, string>> = {
  kith: '#2f6fde',
  relay: '#8b929c',
  socketio: '#dd8420',
  ejabberd: '#3c9a5f',
  prosody: '#a04fb5',
};

/** What the rate of a line counts. */
export function unitOf({ kind }: Line): string {
  const units = {
    closed: 'messages',
    open: 'deliveries',
    pages: 'pages',
    logins: 'sign-ins',
    idle: 'connections',
    day: 'actions',
  };
  return units[kind];
}

/** A number with three significant digits or, from a thousand, without decimals. */
export function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** The median, with the range of the rounds if there is more than one. */
export function spread({ median, min, max }: Spread): string {
  return min === max ? figure(median) : `${figure(median)} (${figure(min)}–${figure(max)})`;
}
