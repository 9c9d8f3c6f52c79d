import { createSocket } from 'node:dgram';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

const ADDRESS = /^(turns?):(\[[^\]]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(udp|tcp))?$/;
/** RFC 8489: a binding request without attributes, and the type of its answer. */
const REQUEST_HEAD = Buffer.from([0x00, 0x01, 0x00, 0x00, 0x21, 0x12, 0xa4, 0x42]);
const SUCCESS = 0x0101;
const HEAD_BYTES = 20;
/** A lost datagram is sent again. */
const AGAIN_MS = 500;

/**
 * Asks the relay of a TURN address (RFC 7065) for an answer; resolves with how it was reached. This needs no credentials,
 * and tests none. Throws if no answer arrives in time.
 */
export async function probeRelay(url: string, withinMs: number): Promise<string> {
  const [, scheme, host = '', port, transport] = ADDRESS.exec(url) ?? [];
  if (scheme === undefined) throw new Error(`${url} is not the address of a relay.`);
  const at = { host: host.replace(/^\[|\]$/g, ''), port: Number(port) || (scheme === 'turns' ? 5349 : 3478) };
  const request = Buffer.concat([REQUEST_HEAD, randomBytes(12)]);
  const signal = AbortSignal.timeout(withinMs);
  try {
    if (scheme === 'turn' && transport !== 'tcp') await askByDatagram(at, request, signal);
    else await askByStream(scheme === 'turns' ? connectTls(at) : connectTcp(at), scheme, request, signal);
  } catch (error) {
    if (signal.aborted) throw new Error(`${url} has not answered within ${withinMs} ms.`, { cause: error });
    throw error;
  }
  return `${url} answers`;
}

interface Place {
  readonly host: string;
  readonly port: number;
}

async function askByDatagram({ host, port }: Place, request: Buffer, signal: AbortSignal): Promise<void> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  const send = () => socket.send(request, port, host, (error) => error && socket.emit('error', error));
  const again = setInterval(send, AGAIN_MS);
  try {
    send();
    const [answer] = (await once(socket, 'message', { signal })) as [Buffer]; // the event of a datagram
    requireAnswer(answer, request);
  } finally {
    clearInterval(again);
    socket.close();
  }
}

async function askByStream(
  socket: Socket,
  scheme: string,
  request: Buffer,
  signal: AbortSignal,
): Promise<void> {
  try {
    await once(socket, scheme === 'turns' ? 'secureConnect' : 'connect', { signal });
    socket.write(request);
    let answer = Buffer.alloc(0);
    while (answer.length < HEAD_BYTES) {
      const [bytes] = (await once(socket, 'data', { signal })) as [Buffer]; // a stream of bytes
      answer = Buffer.concat([answer, bytes]);
    }
    requireAnswer(answer, request);
  } finally {
    socket.destroy();
  }
}

function requireAnswer(answer: Buffer, request: Buffer): void {
  const isOurs = answer.length >= HEAD_BYTES && answer.subarray(4, HEAD_BYTES).equals(request.subarray(4));
  if (!isOurs || answer.readUInt16BE(0) !== SUCCESS) throw new Error('What answers there is not a relay.');
}
