import type { Connection } from './connection.js';

/** What one protocol makes of a socket: it hears what the client sends and is told what is live. */
export interface ProtocolSession {
  /** A text frame of the client. Never throws. */
  receive(text: string): void;
  /** Resolves when everything that was received so far has been answered. */
  idle(): Promise<void>;
  /** The socket has closed. */
  closed(): void;
}

/** A protocol's way to start a session on a new connection. */
export type StartSession = (connection: Connection) => ProtocolSession;
