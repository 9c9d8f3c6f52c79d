import { Agent, request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';

const agent = new Agent({ keepAlive: true });

/** The headers that `fetch` adds. */
const usual = { accept: '*/*', 'accept-language': '*', 'sec-fetch-mode': 'cors', 'user-agent': 'node' };

/**
 * `fetch` for most requests of tests, at a third of its processor time: a request with a text body, over `http:`, with
 * a response that is read completely. Other requests use `fetch`.
 */
export const quickFetch: typeof fetch = (input, init = {}) => {
  const { method = 'GET', headers, body, ...rest } = init;
  const isText = body === undefined || body === null || typeof body === 'string';
  const url = String(input);
  if (
    !(isText || body instanceof URLSearchParams) ||
    Object.keys(rest).length > 0 ||
    !url.startsWith('http:')
  )
    return fetch(input, init);
  const sent: OutgoingHttpHeaders = { ...usual };
  if (body instanceof URLSearchParams)
    sent['content-type'] = 'application/x-www-form-urlencoded;charset=UTF-8';
  else if (typeof body === 'string') sent['content-type'] = 'text/plain;charset=UTF-8';
  const text = isText ? (body ?? '') : String(body);
  // A DELETE has none by default, and then no body.
  if (text !== '' || method !== 'GET') sent['content-length'] = Buffer.byteLength(text);
  if (headers) for (const [name, value] of new Headers(headers)) sent[name] = value;
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => reject(new TypeError('fetch failed', { cause }));
    const asked = request(url, { method, agent, headers: sent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', fail);
      answer.on('end', () => {
        const isElsewhere = answer.headers.location !== undefined && answer.statusCode! < 400;
        if (isElsewhere) fetch(input, init).then(resolve, reject);
        else resolve(new QuickResponse(answer, Buffer.concat(chunks)) as unknown as Response);
      });
    });
    asked.on('error', fail);
    asked.end(text);
  });
};

/** The parts of a `Response` that tests and the SDK use; the body is parsed once. */
class QuickResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly #answer: IncomingMessage;
  readonly #bytes: Buffer;
  #parsed: unknown;

  constructor(answer: IncomingMessage, bytes: Buffer) {
    this.status = answer.statusCode!; // a response has one
    this.ok = this.status >= 200 && this.status < 300;
    this.#answer = answer;
    this.#bytes = bytes;
  }

  get headers(): Headers {
    const { rawHeaders } = this.#answer;
    const pairs = rawHeaders.flatMap((name, i) => (i % 2 ? [] : [[name, rawHeaders[i + 1]!] as const]));
    return new Headers(pairs as [string, string][]);
  }

  text(): Promise<string> {
    return Promise.resolve(this.#bytes.toString());
  }

  async json(): Promise<unknown> {
    return (this.#parsed ??= JSON.parse(await this.text()));
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(new Uint8Array(this.#bytes).buffer);
  }

  clone(): this {
    return this;
  }
}
