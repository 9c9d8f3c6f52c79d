import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { realtime } from '@kith/contract';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { WebSocketServer, type WebSocket } from 'ws';

type Named<F, T> = Extract<F, { t: T }>;

/** The server's end of one socket, controlled by a test. */
export interface Peer {
  readonly hello: realtime.Hello;
  send(frame: realtime.ServerFrame): void;
  /** Sends any text, valid or not. */
  sendRaw(data: string): void;
  ready(changes?: Partial<realtime.Ready>): void;
  entry(to: string, seq: number, changes?: Partial<realtime.Entry>): void;
  /** The next frame of this type that the client sends; earlier ones are skipped. */
  next<T extends realtime.ClientFrame['t']>(t: T): Promise<Named<realtime.ClientFrame, T>>;
  /** Received frames that were not taken with `next`. */
  readonly inbox: realtime.ClientFrame[];
  close(code: number, reason?: string): void;
  /** Without a closing handshake, as after a network failure. */
  cut(): void;
}

/** A fake server: accepts sockets, checks both ends against the contract, and leaves every answer to the test. */
export interface Wire {
  readonly url: string;
  /** The next client that has sent hello. */
  accept(): Promise<Peer>;
  readonly acceptedCount: number;
  close(): Promise<void>;
}

/** Listens on a free port of the loopback interface. `onPeer`, if given, controls every peer instead of `accept`. */
export async function startWire(
  onPeer?: (peer: Peer, onFrame: (listener: (frame: realtime.ClientFrame) => void) => void) => void,
): Promise<Wire> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const peers = createQueue<Peer>();
  let acceptedCount = 0;
  server.on('connection', (socket) => {
    if (socket.protocol !== 'kith.v1') return socket.close(1002);
    socket.once('message', (data) => {
      acceptedCount += 1;
      const frames = createQueue<realtime.ClientFrame>();
      const listeners: ((frame: realtime.ClientFrame) => void)[] = [frames.put];
      let hasCaughtUp = false;
      socket.on('message', (more) => {
        const frame = checked(realtime.ClientFrame, JSON.parse(String(more)));
        // The first ping asks whether every missed entry has been sent.
        if (frame.t === 'ping' && !hasCaughtUp) {
          hasCaughtUp = true;
          socket.send('{"t":"pong"}');
          return;
        }
        for (const listener of listeners) listener(frame);
      });
      const peer = createPeer(socket, checked(realtime.Hello, JSON.parse(String(data))), frames);
      if (onPeer) onPeer(peer, (listener) => listeners.push(listener));
      else peers.put(peer);
    });
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accept: () => peers.take(() => true),
    get acceptedCount() {
      return acceptedCount;
    },
    async close() {
      for (const client of server.clients) client.terminate();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A message by any author. */
export function message(seq: number, changes: Partial<realtime.Entry> = {}): realtime.Entry {
  const id = seq.toString(16).padStart(24, '0');
  return {
    seq,
    id,
    kind: 'message',
    type: 0,
    from: 7,
    time: 1_000 + seq,
    content: { text: `no. ${seq}` },
    ...changes,
  };
}

function createPeer(socket: WebSocket, hello: realtime.Hello, frames: Queue<realtime.ClientFrame>): Peer {
  const send = (frame: realtime.ServerFrame): void =>
    socket.send(JSON.stringify(checked(realtime.ServerFrame, frame)));
  return {
    hello,
    send,
    sendRaw: (data) => socket.send(data),
    ready: (changes) =>
      send({
        t: 'ready',
        user_id: 1,
        session: 's',
        time: 1_790_000_000_000,
        cursor: { epoch: 'e1', position: 0 },
        heartbeat_ms: 60_000,
        limits: { frame_bytes: 65_536, frames_per_second: 100_000 },
        ...changes,
      }),
    entry: (to, seq, changes) => send({ t: 'entry', to, e: message(seq, changes) }),
    next: (t) => frames.take((frame): frame is Named<realtime.ClientFrame, typeof t> => frame.t === t),
    inbox: frames.items,
    close: (code, reason) => socket.close(code, reason),
    cut: () => socket.terminate(),
  };
}

function checked<S extends TSchema>(schema: S, frame: unknown): Static<S> {
  if (!Value.Check(schema, frame)) throw new Error(`This breaks the contract: ${JSON.stringify(frame)}`);
  return frame;
}

interface Queue<T> {
  readonly items: T[];
  put(item: T): void;
  /** The first matching item, now or later; earlier ones are dropped. */
  take<S extends T>(fits: ((item: T) => item is S) | ((item: T) => boolean)): Promise<S>;
}

function createQueue<T>(): Queue<T> {
  const items: T[] = [];
  let wake: (() => void) | undefined;
  return {
    items,
    put(item) {
      items.push(item);
      wake?.();
    },
    async take<S extends T>(fits: (item: T) => boolean): Promise<S> {
      for (;;) {
        const index = items.findIndex(fits);
        if (index >= 0) return items.splice(0, index + 1).at(-1) as S; // `fits` has just accepted it.
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
