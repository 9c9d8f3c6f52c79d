import { Compile } from 'typebox/compile';
import { WebSocket } from 'ws';
import { realtime } from '@kith/contract';
import { makeFrameLog } from './frame-log.js';

type Frame<T extends realtime.ServerFrame['t']> = Extract<realtime.ServerFrame, { t: T }>;

/** A raw `kith.v1` socket; every frame is checked against the contract. */
export interface V1Socket {
  readonly frames: readonly realtime.ServerFrame[];
  readonly ready: Frame<'ready'>;
  readonly socket: WebSocket;
  send(frame: unknown): void;
  /** The next frame of this type. */
  next<T extends realtime.ServerFrame['t']>(t: T, fits?: (frame: Frame<T>) => boolean): Promise<Frame<T>>;
  /** The next matching frame of any type. */
  take(fits: (frame: realtime.ServerFrame) => boolean, what: string): Promise<realtime.ServerFrame>;
  /** Waits for a pong, and so for every frame sent before it. */
  settle(): Promise<void>;
  /** Resolves to the close code of the socket. */
  readonly closed: Promise<number>;
  close(): void;
}

const isServerFrame = Compile(realtime.ServerFrame);

/** Opens a socket with the sub-protocol and sends hello. */
export async function openV1Socket(
  url: string,
  hello: { token: string; cursor?: object; conversations?: Record<string, number> },
): Promise<V1Socket> {
  const log = makeFrameLog<realtime.ServerFrame>();
  const socket = new WebSocket(url, realtime.SUBPROTOCOL, { perMessageDeflate: false });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as unknown;
    if (!isServerFrame.Check(frame)) throw new Error(`A frame broke the contract: ${String(data)}`);
    log.push(frame);
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const next: V1Socket['next'] = async (t, fits = () => true) =>
    (await log.take((one) => one.t === t && fits(one as never), t)) as never; // `t` decides the type
  const send = (frame: unknown) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  send({ t: 'hello', ...hello });
  const ready = await Promise.race([
    next('ready'),
    closed.then((code) => {
      throw new Error(`The socket closed with ${code}: ${JSON.stringify(log.frames)}`);
    }),
  ]);
  return {
    frames: log.frames,
    ready,
    socket,
    send,
    next,
    take: log.take,
    settle: async () => {
      send({ t: 'ping' });
      await next('pong');
    },
    closed,
    close: () => socket.close(),
  };
}
