import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { DomainError, invalid } from '@kith/core/kernel';
import type { FastifyReply } from 'fastify';
import { pino } from 'pino';
import { isAdminPath, wordAdminRefusal } from '../dialects/admin/plugin.js';
import { isApiPath, wordApiRefusal } from '../dialects/api/plugin.js';
import { isImPath, wordImRefusal } from '../dialects/im/plugin.js';

/** A response to a request that reaches no handler. */
interface Words {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Node's error for a request that its parser rejected. */
interface Unreadable {
  readonly code: string;
  /** The bytes at which parsing failed; they usually begin with the request line. */
  readonly rawPacket?: unknown;
}

/** How many of those bytes are searched for the request line. */
const LINE_BYTES = 2048;

const PLAIN_STATUS: Readonly<Record<string, number>> = {
  too_slow: 408,
  too_large: 431,
  unavailable: 503,
};

/** Refuses requests outside of the handlers, in the format of the dialect that owns the path. */
export function makeEarlyRefusals(hostname: string) {
  const replies = new WeakMap<ServerResponse, FastifyReply>();

  function word(url: string, error: DomainError, acceptLanguage?: string): Words {
    if (isImPath(url))
      return { status: 200, type: JSON_TYPE, body: wordImRefusal(url, error, acceptLanguage) };
    if (isApiPath(url)) return { type: JSON_TYPE, ...wordApiRefusal(error, hostname) };
    if (isAdminPath(url)) return { type: JSON_TYPE, ...wordAdminRefusal(error, acceptLanguage) };
    return { status: PLAIN_STATUS[error.code] ?? 400, type: 'text/plain', body: error.message };
  }

  return {
    /** Keeps the reply of a request, in order to take it over from the handler if the request is refused early. */
    expect: (reply: FastifyReply): void => void replies.set(reply.raw, reply),

    /** Answers a request whose body is abandoned, and closes its connection. */
    giveUp: (request: IncomingMessage, response: ServerResponse): void => {
      const { socket } = request;
      if (response.headersSent) return void socket.destroy();
      const reply = replies.get(response);
      // The handler fails when the connection closes; by then the request has been answered.
      if (reply)
        Object.assign(
          reply.hijack(),
          { log: silent },
          { request: Object.assign(reply.request, { log: silent }) },
        );
      const { status, type, body } = word(
        request.url ?? '/',
        new DomainError('too_slow'),
        request.headers['accept-language'],
      );
      response
        .writeHead(status, { ...headersOf({ type, body }), connection: 'close' })
        .end(body, () => socket.destroySoon());
    },

    /** Answers a request that the parser rejects, in the dialect of its URL if that is readable. */
    unreadable: ({ code, rawPacket }: Unreadable, socket: Socket): void => {
      if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
      const begin = Buffer.isBuffer(rawPacket) ? rawPacket.toString('latin1', 0, LINE_BYTES) : '';
      const [, url = '/'] = /^\S+ (\S+)/.exec(begin) ?? [];
      const { status, type, body } = word(url, refusalOf(code));
      const head = Object.entries({ ...headersOf({ type, body }), connection: 'close' });
      const lines = [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        ...head.map(([name, value]) => `${name}: ${value}`),
      ];
      socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
    },
  };
}

const JSON_TYPE = 'application/json; charset=utf-8';
const silent = pino({ level: 'silent' });

function headersOf({ type, body }: Pick<Words, 'type' | 'body'>): Record<string, string> {
  return {
    'content-type': type,
    'content-length': String(Buffer.byteLength(body)),
    'access-control-allow-origin': '*',
  };
}

function refusalOf(code: string): DomainError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new DomainError('too_slow');
  if (code === 'HPE_HEADER_OVERFLOW') return new DomainError('too_large');
  return invalid('request');
}
