import { pino, type Logger } from 'pino';

/** A log that keeps what a server complains of. */
export interface Warnings {
  readonly log: Logger;
  /** The lines since the last call: each is a fault of ours, or something that an operator has to see. */
  drain(): string[];
}

/** Keeps warnings and errors. */
export function collectWarnings(): Warnings {
  const lines: string[] = [];
  return {
    log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }),
    drain: () => lines.splice(0),
  };
}
