import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A WebSocket client that reads only on request, and answers neither pings nor closes. */
export interface RawClient {
  readonly tcp: Socket;
  /** Sends a text frame. */
  send(frame: unknown): void;
  /** Sends a frame of any kind: 1 text, 2 binary, 8 close, 9 ping, 10 pong. */
  sendFrame(opcode: number, payload: Buffer): void;
  /** Stops reading, so that the server's data accumulates. */
  stopReading(): void;
  /** Resumes reading. */
  readOn(): void;
  /** The texts received so far. */
  readonly texts: string[];
  /** The code of the server's close frame, once received. */
  closeCode(): number | undefined;
  /** Resolves when the connection has ended. */
  readonly gone: Promise<void>;
  destroy(): void;
}

/** Opens a socket without a WebSocket library. */
export async function openRawClient(url: string, protocol?: string): Promise<RawClient> {
  const { port, pathname } = new URL(url);
  const tcp = connect({ port: Number(port), host: '127.0.0.1' });
  const gone = new Promise<void>((resolve) => tcp.on('close', () => resolve()));
  tcp.on('error', () => undefined);
  await once(tcp, 'connect');
  const asked = protocol ? `Sec-WebSocket-Protocol: ${protocol}\r\n` : '';
  tcp.write(
    `GET ${pathname} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n${asked}\r\n`,
  );

  const texts: string[] = [];
  let closeCode: number | undefined;
  let isUpgraded = false;
  let upgraded: () => void;
  const opened = new Promise<void>((resolve) => (upgraded = resolve));
  let unread = Buffer.alloc(0);
  tcp.on('data', (bytes) => {
    unread = Buffer.concat([unread, bytes]);
    if (!isUpgraded) {
      const end = unread.indexOf('\r\n\r\n');
      if (end === -1) return;
      isUpgraded = true;
      unread = unread.subarray(end + 4);
      upgraded();
    }
    for (let frame = takeFrame(unread); frame; frame = takeFrame(unread)) {
      unread = unread.subarray(frame.end);
      if (frame.opcode === 1) texts.push(frame.payload.toString());
      if (frame.opcode === 8) closeCode = frame.payload.readUInt16BE();
    }
  });
  await opened;

  const sendFrame = (opcode: number, payload: Buffer): void => void tcp.write(maskedFrame(opcode, payload));
  return {
    tcp,
    send: (frame) => sendFrame(1, Buffer.from(typeof frame === 'string' ? frame : JSON.stringify(frame))),
    sendFrame,
    stopReading: () => void tcp.pause(),
    readOn: () => void tcp.resume(),
    texts,
    closeCode: () => closeCode,
    gone,
    destroy: () => void tcp.destroy(),
  };
}

/** The number of bytes that the server's end of a connection buffers; the server runs in this process. */
export function heldBack(client: RawClient): number {
  // There is no public access to the other end.
  const handles = (process as unknown as { _getActiveHandles(): Partial<Socket>[] })._getActiveHandles();
  const end = handles.find((handle) => handle.remotePort === client.tcp.localPort);
  return end?.writableLength ?? 0;
}

function takeFrame(bytes: Buffer): { opcode: number; payload: Buffer; end: number } | undefined {
  if (bytes.length < 2) return undefined;
  let start = 2;
  let length = bytes[1]! & 0x7f;
  if (length === 126) {
    if (bytes.length < 4) return undefined;
    length = bytes.readUInt16BE(2);
    start = 4;
  } else if (length === 127) {
    if (bytes.length < 10) return undefined;
    length = Number(bytes.readBigUInt64BE(2));
    start = 10;
  }
  if (bytes.length < start + length) return undefined;
  return {
    opcode: bytes[0]! & 0x0f,
    payload: bytes.subarray(start, start + length),
    end: start + length,
  };
}

/** Masked with zeros, which is a valid mask. */
function maskedFrame(opcode: number, payload: Buffer): Buffer {
  const length = payload.length;
  const head = Buffer.alloc(length < 126 ? 6 : length < 65_536 ? 8 : 14);
  head[0] = 0x80 | opcode;
  if (length < 126) head[1] = 0x80 | length;
  else if (length < 65_536) {
    head[1] = 0x80 | 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = 0x80 | 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}
