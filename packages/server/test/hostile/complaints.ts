import { pino, type Logger } from 'pino';

/** A log that keeps what a server complains of. */
export interface Complaints {
  readonly log: Logger;
  /** The lines since the last call: each is a fault of ours, or something that an operator has to see. */
  take(): string[];
}

/** Keeps warnings and errors. */
export function makeComplaints(): Complaints {
  const lines: string[] = [];
  return {
    log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }),
    take: () => lines.splice(0),
  };
}
