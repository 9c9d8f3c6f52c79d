import { bounds, type Log } from '@kith/core/kernel';
import type { OpenCarrier } from '@kith/core/ports';
import { Redis, type RedisOptions } from 'ioredis';

const CONNECT_MS = 5_000;

/**
 * Carries frames by the sharded publish and subscribe of Redis 7 or Valkey. There is one channel: every node hears
 * everything, and one channel keeps the order of each publisher. `findChannel` names it.
 */
export function redisCarrier(url: string, findChannel: () => Promise<string>, log: Log): OpenCarrier {
  return (receive) => {
    const options: RedisOptions = {
      lazyConnect: true,
      connectTimeout: CONNECT_MS,
      // A frame that cannot be sent now is lost, and the receivers notice the hole.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResubscribe: false,
      retryStrategy: (attempts) => Math.min(attempts * 50, bounds.bus.reconnectMs),
    };
    const publisher = new Redis(url, { ...options, enableAutoPipelining: true });
    const subscriber = new Redis(url, options);
    let channel = '';
    let sending: Promise<unknown> = Promise.resolve();
    let isSubscribed = false;
    let isClosed = false;
    let isWarned = false;

    function isUp(): boolean {
      return isSubscribed && publisher.status === 'ready';
    }

    function lose(): void {
      const wasUp = isSubscribed;
      if (wasUp && !isClosed) receive.down();
    }

    function warn(error: unknown): void {
      if (!isWarned) log.warn({ err: error }, 'Redis cannot be reached; trying again');
      isWarned = true;
    }

    async function subscribe(): Promise<void> {
      try {
        channel = await findChannel();
        await subscriber.ssubscribe(channel);
      } catch (error) {
        warn(error);
        // The next connection tries again.
        if (!isClosed) subscriber.disconnect(true);
        return;
      }
      isSubscribed = true;
      announce();
    }

    function announce(): void {
      if (!isUp() || isClosed) return;
      isWarned = false;
      receive.up();
    }

    subscriber.on('ready', () => void subscribe());
    publisher.on('ready', announce);
    subscriber.on('smessage', (_channel: string, frame: string) => receive.frame(frame));
    subscriber.on('close', () => {
      lose();
      isSubscribed = false;
    });
    publisher.on('close', lose);
    for (const client of [publisher, subscriber]) {
      client.on('error', warn);
      client.connect().catch(warn);
    }

    return {
      // Redis takes any size; the bus has a limit of its own.
      frameBytes: Number.MAX_SAFE_INTEGER,
      send: (frame) => {
        if (isUp()) sending = publisher.spublish(channel, frame).catch(warn);
      },
      isUp,
      close: async () => {
        isClosed = true;
        // A server that is away must not delay the end.
        await Promise.race([sending, pause(LAST_FRAMES_MS)]);
        publisher.disconnect();
        subscriber.disconnect();
      },
    };
  };
}

const LAST_FRAMES_MS = 500;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
