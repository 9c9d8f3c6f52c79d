import { WebSocket } from 'ws';
import type { ImAction, ImFrame, ImFrames } from '@kith/contract';
import { knownActions } from '../../src/conformance/socket.js';
import { makeFrameLog } from './frame-log.js';

/** The socket of an existing client. */
export interface LegacySocket {
  readonly frames: readonly ImFrame[];
  /** The connection's id, from `clientLink`. */
  readonly clientId: string;
  readonly socket: WebSocket;
  send(frame: unknown): void;
  /** Data of the next frame with this action. */
  next<A extends ImAction>(action: A, fits?: (data: ImFrames[A]) => boolean): Promise<ImFrames[A]>;
  /** Sends a ping and waits for the answer, and so for every frame sent before it. */
  settle(): Promise<void>;
  /** Resolves to the close code of the socket. */
  readonly closed: Promise<number>;
  close(): void;
}

/** Opens a socket as existing clients do; with a token it resolves after the token was sent and accepted. */
export async function openLegacySocket(url: string, token?: string): Promise<LegacySocket> {
  const log = makeFrameLog<ImFrame>();
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as ImFrame;
    if (!knownActions.has(frame.action)) throw new Error(`An existing client does not know ${frame.action}.`);
    log.push(frame);
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));

  const next: LegacySocket['next'] = async (action, fits = () => true) => {
    const frame = await log.take((one) => one.action === action && fits(one.data as never), action);
    return frame.data as never; // the action determines the data; a variable cannot narrow the union
  };
  const send = (frame: unknown) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  const { client_id: clientId } = await next('clientLink');
  if (token !== undefined) {
    send({ action: 'checkToken', data: token });
    const { err, msg } = await next('checkToken');
    if (err !== 0) throw new Error(`The token was refused: ${msg}`);
  }
  return {
    frames: log.frames,
    clientId,
    socket,
    send,
    next,
    settle: async () => {
      send({ action: 'ping', data: '' });
      await next('ping');
    },
    closed,
    close: () => socket.close(),
  };
}
