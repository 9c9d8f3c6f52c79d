import type { Session } from '@kith/core/accounts';
import type { AccountId } from '@kith/core/kernel';
import type { Connection } from '../../../realtime/connection.js';
import type { Hub } from '../../../realtime/hub.js';
import type { Lines } from '../../../realtime/nodes/gather-lines.js';

/** A session that has entered a socket. */
export type Newcomer = Pick<Session, 'id' | 'accountId' | 'createdAt'>;

/**
 * Existing clients allow one session per person: a newer sign-in sends `offline` to the older sessions, once, at every
 * node. Later reconnections displace no session.
 */
export interface Displacement {
  enter(session: Session): void;
}

/** Calls `displace` for the sockets here of an account whose session enters a socket at any node. */
export function makeDisplacement(
  hub: Hub,
  lines: Lines,
  displace: (other: Connection, by: Newcomer) => void,
): Displacement {
  function displaceHere(by: Newcomer): void {
    for (const other of hub.of(by.accountId)) displace(other, by);
  }

  lines.onLine((line) => {
    const newcomer = parseLine(line);
    if (newcomer) displaceHere(newcomer);
  });

  return {
    enter: (session) => {
      displaceHere(session);
      lines.send(`${session.accountId} ${session.createdAt} ${session.id}`);
    },
  };
}

/** The session that has entered at another node; undefined for a line of another version. */
function parseLine(line: string): Newcomer | undefined {
  const [, accountId, createdAt, id] = /^(\d+) (\d+) ([\da-f-]+)$/.exec(line) ?? [];
  if (id === undefined) return undefined;
  return { id, accountId: Number(accountId) as AccountId, createdAt: Number(createdAt) }; // written by `enter`
}
