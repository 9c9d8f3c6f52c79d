import { bounds, type Log } from '@kith/core/kernel';
import type { BusCarrier, OpenCarrier } from '@kith/core/ports';
import pg from 'pg';
import type { ConnectionOptions } from '../postgres/pool.js';
import { pinSession } from '../postgres/session.js';

const CHANNEL = 'kith_bus';

/** PostgreSQL takes payloads below 8,000 bytes. */
const FRAME_BYTES = 7_900;

/**
 * Carries frames by `NOTIFY` on a connection of its own, to the nodes of the same database. Frames are collected for
 * some milliseconds: all commits with a notification take one lock of the server, so messages must never wait for it.
 */
export function postgresCarrier(options: ConnectionOptions, log: Log): OpenCarrier {
  return (receive) => new PostgresCarrier(options, log, receive);
}

class PostgresCarrier implements BusCarrier {
  readonly frameBytes = FRAME_BYTES;
  readonly #options: ConnectionOptions;
  readonly #log: Log;
  readonly #receive: Parameters<OpenCarrier>[0];
  #client: pg.Client | undefined;
  #waiting: string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #opening: Promise<void>;
  #pauseMs = 0;
  #isClosed = false;

  constructor(options: ConnectionOptions, log: Log, receive: Parameters<OpenCarrier>[0]) {
    this.#options = options;
    this.#log = log;
    this.#receive = receive;
    this.#opening = this.#connect();
  }

  send(frame: string): void {
    if (!this.#client || this.#waiting.length >= bounds.bus.framesWaiting) return;
    const bytes = Buffer.byteLength(frame);
    if (bytes > FRAME_BYTES) return this.#log.error({ bytes }, 'an event is too large for other nodes');
    this.#waiting.push(frame);
    this.#flushSoon();
  }

  isUp(): boolean {
    return this.#client !== undefined;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#retry);
    await this.#opening;
    await this.#sending;
    await this.#flush();
    await this.#client?.end().catch(() => undefined);
    this.#client = undefined;
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({ ...this.#options, statement_timeout: 0 });
    let isLost = false;
    const lose = (error?: Error): void => {
      if (isLost) return;
      isLost = true;
      void client.end().catch(() => undefined);
      this.#lose(client, error);
    };
    client.on('error', lose);
    client.on('end', () => lose());
    client.on('notification', ({ payload = '' }) => this.#receive.frame(payload));
    try {
      await client.connect();
      await pinSession(client, bounds.database.queryTimeoutMs);
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      return lose(error as Error);
    }
    if (isLost) return;
    this.#client = client;
    this.#pauseMs = 0;
    this.#receive.up();
  }

  #lose(client: pg.Client, error: Error | undefined): void {
    if (this.#client === client) this.#receive.down();
    this.#client = undefined;
    this.#waiting = [];
    if (this.#isClosed) return;
    if (this.#pauseMs === 0)
      this.#log.warn({ err: error }, 'the connection of the bus broke; connecting again');
    this.#retry = setTimeout(() => {
      this.#opening = this.#connect();
    }, this.#pauseMs).unref();
    this.#pauseMs = Math.min(bounds.bus.reconnectMs, this.#pauseMs * 2 + 50);
  }

  #flushSoon(): void {
    if (!this.#sending) this.#timer ??= setTimeout(() => this.#startFlush(), bounds.bus.collectForMs);
  }

  /** Frames that arrive while others are sent go with the next statement. */
  #startFlush(): void {
    this.#timer = undefined;
    this.#sending = this.#flush().finally(() => {
      this.#sending = undefined;
      if (this.#waiting.length > 0) this.#flushSoon();
    });
  }

  async #flush(): Promise<void> {
    while (this.#client && this.#waiting.length > 0) {
      const frames = this.#waiting;
      this.#waiting = [];
      await this.#client
        .query('select pg_notify($1, frame) from unnest($2::text[]) as frame', [CHANNEL, frames])
        .catch((error: unknown) => this.#log.warn({ err: error }, 'events could not be sent to other nodes'));
    }
  }
}
