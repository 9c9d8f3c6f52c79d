import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

/** A text channel to a server. */
export interface Line {
  send(text: string): void;
  close(): void;
}

const OPCODE = { text: 1, close: 8, ping: 9 } as const;
const MASK = [0x5a, 0xc3, 0x96, 0x2d] as const;

/**
 * Opens a WebSocket. A client of a few lines, because the generator shares the processors with the servers that it
 * measures: it supports what they send, which is unfragmented text, `ping` and `close`.
 */
export function openWebSocket(options: {
  port: number;
  path: string;
  protocol?: string;
  onText: (text: string) => void;
  onEnd: () => void;
}): Promise<Line> {
  const { port, path, protocol, onText, onEnd } = options;
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const line: Line = {
      send: (text) => {
        socket.write(frame(OPCODE.text, Buffer.from(text)));
      },
      close: () => {
        socket.removeAllListeners('close');
        socket.destroy();
      },
    };
    let isOpen = false;
    let rest: Buffer = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('close', () => {
      reject(new Error(`The server refused ${path}.`));
      onEnd();
    });
    socket.on('data', (bytes: Buffer) => {
      rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      if (!isOpen) {
        const end = rest.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!rest.toString('latin1', 0, 12).endsWith(' 101')) {
          socket.destroy();
          return;
        }
        rest = rest.subarray(end + 4);
        isOpen = true;
        resolve(line);
        // The caller continues in a microtask; a first frame in the same packet must not be lost.
        setImmediate(read);
        return;
      }
      read();
    });
    const read = (): void => {
      rest = readFrames(rest, (opcode, payload) => {
        if (opcode === OPCODE.text) onText(payload.toString('latin1'));
        else if (opcode === OPCODE.ping) socket.write(frame(0x0a, payload));
        else if (opcode === OPCODE.close) socket.end();
        else throw new Error(`Unexpected opcode ${opcode}.`);
      });
    };
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n` +
        `${protocol === undefined ? '' : `Sec-WebSocket-Protocol: ${protocol}\r\n`}\r\n`,
    );
  });
}

/** Passes on the complete frames of a server and returns what remains. */
function readFrames(bytes: Buffer, onFrame: (opcode: number, payload: Buffer) => void): Buffer {
  let at = 0;
  while (bytes.length - at >= 2) {
    const short = bytes[at + 1]! & 0x7f;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length - at < head) break;
    const length =
      short < 126
        ? short
        : short === 126
          ? bytes.readUInt16BE(at + 2)
          : Number(bytes.readBigUInt64BE(at + 2));
    if (bytes.length - at < head + length) break;
    onFrame(bytes[at]! & 0x0f, bytes.subarray(at + head, at + head + length));
    at += head + length;
  }
  return at === bytes.length ? EMPTY : bytes.subarray(at);
}

const EMPTY = Buffer.alloc(0);

/** A masked frame of a client. */
function frame(opcode: number, payload: Buffer): Buffer {
  const head = payload.length < 126 ? 6 : 8;
  const bytes = Buffer.allocUnsafe(head + payload.length);
  bytes[0] = 0x80 | opcode;
  bytes[1] = 0x80 | (payload.length < 126 ? payload.length : 126);
  if (payload.length >= 126) bytes.writeUInt16BE(payload.length, 2);
  for (let i = 0; i < 4; i++) bytes[head - 4 + i] = MASK[i]!;
  for (let i = 0; i < payload.length; i++) bytes[head + i] = payload[i]! ^ MASK[i & 3]!;
  return bytes;
}
