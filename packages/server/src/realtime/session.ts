import type { Connection } from './connection.js';
import type { ProtocolSession } from './protocol-session.js';

/** Starts a protocol's session on a new connection. */
export type StartSession = (connection: Connection) => ProtocolSession;
