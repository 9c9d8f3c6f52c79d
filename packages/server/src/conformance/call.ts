import type { Method } from '@kith/contract';
import { shorten } from './differences.js';

/** How the fields of a request are encoded. */
export type BodyKind = 'form' | 'multipart' | 'json' | 'query' | 'text';

export type Fields = Readonly<Record<string, unknown>>;

export interface UploadFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A request, as shown in a report. */
export interface Asked {
  readonly method: Method;
  readonly path: string;
  readonly kind: BodyKind;
  readonly fields: Fields;
}

/** The response, valid or not. */
export interface Answer {
  readonly asked: Asked;
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly ms: number;
}

/** The answer is missing or not usable; the message gives the reason. */
export class NoAnswerError extends Error {
  /** Whether the server was unreachable: unknown host, nothing listening, no TLS. */
  readonly isUnreachable: boolean;
  readonly asked: Asked;

  constructor(message: string, asked: Asked, isUnreachable = false) {
    super(message);
    this.isUnreachable = isUnreachable;
    this.asked = asked;
  }
}

export interface CallOptions {
  /** By default, GET for a query and POST for everything else. */
  readonly method?: Method;
  /** By default a form, or multipart if there is a file. */
  readonly kind?: BodyKind;
  readonly file?: UploadFile | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls one server, and no other address. */
export interface Caller {
  readonly url: string;
  /** Sends a request. Throws `NoAnswerError`. */
  call(path: string, fields: Fields, options?: CallOptions): Promise<Answer>;
  /** Fetches a file. Throws `NoAnswerError`. */
  fetchFile(path: string): Promise<Answer>;
}

export interface CallerOptions {
  /** The server's URL, without `/im` or `/api` and without a trailing slash. */
  readonly url: string;
  readonly timeoutMs: number;
  /** Aborts all calls. */
  readonly signal: AbortSignal;
}

/** No answer of either API comes close to this size; longer ones are not read to the end. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** Creates a caller with limits on time, size and redirects. */
export function makeCaller({ url, timeoutMs, signal }: CallerOptions): Caller {
  async function send(target: string, init: RequestInit, asked: Asked): Promise<Answer> {
    const began = performance.now();
    // One limit for the whole answer: a server that sends slowly cannot delay us.
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url + target, {
        ...init,
        redirect: 'manual', // it could lead to another server
        signal: AbortSignal.any([timeout, signal]),
      });
      const bytes = await readBody(response, asked);
      return {
        asked,
        status: response.status,
        headers: response.headers,
        bytes,
        ms: performance.now() - began,
      };
    } catch (error) {
      if (error instanceof NoAnswerError) throw error;
      if (signal.aborted) throw new NoAnswerError('The time limit of the run was exceeded.', asked);
      if (timeout.aborted) throw new NoAnswerError(`No answer within ${timeoutMs / 1000} seconds.`, asked);
      throw explain(error, asked);
    }
  }

  return {
    url,
    call: (path, fields, options = {}) => {
      const { file, headers = {} } = options;
      const kind = options.kind ?? (file ? 'multipart' : 'form');
      const method = options.method ?? (kind === 'query' ? 'GET' : 'POST');
      const asked: Asked = { method, path, kind, fields };
      const texts = Object.entries(fields).map(([name, value]): [string, string] => [name, asText(value)]);
      if (asked.kind === 'query')
        return send(`${path}?${String(new URLSearchParams(texts))}`, { method, headers }, asked);
      const { body, type } = bodyOf(asked.kind, fields, texts, file);
      return send(
        path,
        { method, body, headers: { ...(type && { 'content-type': type }), ...headers } },
        asked,
      );
    },
    fetchFile: (path) => send(path, {}, { method: 'GET', path, kind: 'query', fields: {} }),
  };
}

/** Encodes a value for a form as existing clients do. */
function asText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function bodyOf(
  kind: Exclude<BodyKind, 'query'>,
  fields: Fields,
  texts: [string, string][],
  file: UploadFile | undefined,
): { body: string | FormData; type?: string } {
  switch (kind) {
    case 'form':
      return { body: String(new URLSearchParams(texts)), type: 'application/x-www-form-urlencoded' };
    case 'text':
      return { body: String(new URLSearchParams(texts)), type: 'text/plain' };
    case 'json':
      return { body: JSON.stringify(fields), type: 'application/json' };
    case 'multipart': {
      const form = new FormData();
      for (const [name, value] of texts) form.set(name, value);
      if (file) form.set('file', new Blob([file.bytes]), file.name);
      return { body: form };
    }
  }
}

async function readBody(response: Response, asked: Asked): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES)
      throw new NoAnswerError(`The answer is longer than ${MAX_ANSWER_BYTES / 1024 / 1024} MB.`, asked);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'unknown host',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  EHOSTUNREACH: 'the host is unreachable',
  ENETUNREACH: 'the network is unreachable',
  UND_ERR_CONNECT_TIMEOUT: 'no connection could be made in time',
};

function explain(error: unknown, asked: Asked): NoAnswerError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const known = Object.hasOwn(UNREACHABLE, code) ? UNREACHABLE[code] : undefined;
  if (known !== undefined) return new NoAnswerError(known, asked, true);
  if (/CERT|TLS|SSL/.test(code)) return new NoAnswerError(`TLS failed (${code})`, asked, true);
  const says = cause instanceof Error ? cause.message : String(cause);
  if (says === 'bad port')
    return new NoAnswerError('browsers block that port, and so does this command', asked, true);
  return new NoAnswerError(`The connection broke: ${shorten(says, 200)}.`, asked);
}

/** The JSON of an answer. Throws `NoAnswerError` if it is invalid. */
export function readJson(answer: Answer): unknown {
  const text = textOf(answer);
  try {
    return JSON.parse(text);
  } catch {
    const type = answer.headers.get('content-type') ?? 'without a content type';
    throw new NoAnswerError(
      `HTTP ${answer.status}, and the body is not JSON (${shorten(type, 60)}).`,
      answer.asked,
    );
  }
}

/** The body of an answer as text. */
export function textOf({ bytes }: Answer): string {
  return new TextDecoder().decode(bytes);
}
