import type { realtime } from '@kith/contract';

/** Requests without an answer that stay in force across sockets: each new socket sends them again. */
export interface StandingRequests {
  /** Moves the caller's read position forward. */
  read(to: string, seq: number): void;
  /** A read position of the caller reached the server. */
  confirmRead(to: string, seq: number): void;
  watch(users: readonly number[]): void;
  /** Writes all of them to a new socket. */
  resume(): void;
}

/** Creates an empty set of standing requests. */
export function createStandingRequests(write: (frame: realtime.ClientFrame) => void): StandingRequests {
  const reads = new Map<string, number>();
  let watched: readonly number[] | undefined;

  function watch(users: readonly number[]): void {
    watched = users;
    write({ t: 'watch', users: [...users] });
  }

  return {
    read: (to, seq) => {
      if (seq <= (reads.get(to) ?? 0)) return;
      reads.set(to, seq);
      write({ t: 'read', to, seq });
    },
    confirmRead: (to, seq) => {
      if (seq >= (reads.get(to) ?? 0)) reads.delete(to);
    },
    watch,
    resume: () => {
      if (watched) watch(watched);
      for (const [to, seq] of reads) write({ t: 'read', to, seq });
    },
  };
}
