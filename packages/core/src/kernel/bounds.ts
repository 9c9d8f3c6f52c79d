/**
 * Every bound on work, in one place: it holds before the work begins. A figure that a tenant may change is a setting
 * (`tenant.ts`), a figure of the process is in the server's `config.ts`.
 */
export const bounds = {
  /** Bodies of requests and their values. */
  body: {},
  /** Frames of sockets. */
  frame: {},
  /** Connections: how many, and for how long they may stay idle. */
  connection: {},
  /** Work that waits for a scarce resource. */
  queue: {},
  /** What one account or address may do in a period. */
  limit: {},
  /** Uploads and stored files. */
  file: {},
  /** Text that people write. */
  text: {},
  /** Searches. */
  search: {},
} as const;
