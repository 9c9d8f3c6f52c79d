import { pino, type Logger } from 'pino';

/** A log that records a server's warnings and errors. */
export interface Warnings {
  readonly log: Logger;
  /** The lines since the last call: each is a server failure, or something for the operator. */
  drain(): string[];
}

/** Records warnings and errors. */
export function collectWarnings(): Warnings {
  const lines: string[] = [];
  return {
    log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }),
    drain: () => lines.splice(0),
  };
}
