import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that a gateway has received. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A real HTTP server on loopback in the place of a gateway; `answer` may be replaced. */
export interface Gateway {
  readonly url: string;
  readonly requests: Received[];
  answer: (response: ServerResponse) => void;
  stop(): void;
}

export async function startGateway(): Promise<Gateway> {
  const gateway = { requests: [] as Received[], answer: accept };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      gateway.requests.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
      gateway.answer(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens
  return Object.assign(gateway, {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  });
}

export function accept(response: ServerResponse): void {
  response.end('{"ok":true}');
}

export const answerWith =
  (status: number, text = '') =>
  (response: ServerResponse) => {
    response.writeHead(status).end(text);
  };
