import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/** Answers in place of the server: `honest` is the server's response, as JSON. */
export type Lie = (response: ServerResponse, honest: any) => void; // eslint-disable-line typescript/no-explicit-any

export interface Lies {
  /** By path. */
  readonly paths?: Readonly<Record<string, Lie>>;
  /** Changes a frame of the server; undefined drops it. */
  readonly frame?: (frame: { action: string; data?: unknown }, index: number) => unknown;
}

export interface Liar {
  readonly url: string;
  close(): Promise<void>;
}

/** A server that forwards to another one, with false responses where configured. */
export async function startLiar(target: string, { paths = {}, frame = (one) => one }: Lies): Promise<Liar> {
  const lies = new Map(Object.entries(paths).map(([path, lie]) => [path.toLowerCase(), lie]));
  const server = createServer((request, response) => {
    void passOn(target, request).then(({ headers, status, body }) => {
      const lie = lies.get(new URL(request.url ?? '/', target).pathname.toLowerCase());
      if (lie) return lie(response, JSON.parse(body.toString()));
      response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
    });
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (client) => {
    const upstream = new WebSocket(`${target.replace('http', 'ws')}/ws`);
    const waiting: string[] = [];
    let count = 0;
    client.on('message', (data) => {
      if (upstream.readyState === WebSocket.OPEN) upstream.send(String(data));
      else waiting.push(String(data));
    });
    upstream.on('open', () => waiting.forEach((data) => upstream.send(data)));
    upstream.on('message', (data) => {
      const told = frame(JSON.parse(String(data)), count++);
      if (told !== undefined) client.send(typeof told === 'string' ? told : JSON.stringify(told));
    });
    client.on('close', () => upstream.terminate());
    upstream.on('close', () => client.terminate());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function passOn(target: string, request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { 'content-type': type, authorization, origin } = request.headers;
  const answer = await fetch(`${target}${request.url ?? '/'}`, {
    method: request.method ?? 'GET',
    headers: {
      ...(type && { 'content-type': type }),
      ...(origin && { origin }),
      ...(authorization && { authorization }),
    },
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  });
  const headers = Object.fromEntries(
    ['content-type', 'access-control-allow-origin'].flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  return { status: answer.status, headers, body: Buffer.from(await answer.arrayBuffer()) };
}

/** Answers with this JSON. */
export function tell(response: ServerResponse, body: unknown, status = 200): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
    .end(JSON.stringify(body));
}
