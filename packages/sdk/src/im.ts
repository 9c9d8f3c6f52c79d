import type { Endpoint, im, Params, Result } from '@kith/contract';

/** A file to upload. */
export interface ImFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly name: string;
}

/** A file to upload that is read while it is sent, and so never held in memory. */
export interface ImBlob {
  readonly bytes: Blob;
  readonly name: string;
}

type Group = { readonly [name: string]: Endpoint };
// Without required parameters, the first argument is optional.
type Arguments<E extends Endpoint> = E extends { file: 'none' }
  ? {} extends Params<E>
    ? [params?: Params<E>]
    : [params: Params<E>]
  : E extends { file: 'required' }
    ? [params: Params<E>, file: ImFile | ImBlob]
    : [params: Params<E>, file?: ImFile | ImBlob];
type Calls<G> = {
  readonly [K in keyof G]: G[K] extends Endpoint
    ? (...args: Arguments<G[K]>) => Promise<Result<G[K]>>
    : never;
};

/** The Chat API, with one function per endpoint: `client.message.textMsg({…})` posts to `/im/message/textMsg`. */
export type ImClient = { readonly [G in keyof typeof im]: Calls<(typeof im)[G]> };

export interface ImOptions {
  /** The URL of the server, without `/im`. */
  readonly url: string;
  readonly token?: string;
  /** The tenant (`_agent_id`); the server's default one if omitted. */
  readonly tenant?: number;
  /** `zh-Hant`, `zh-Hans` or `en`. */
  readonly locale?: string;
  readonly fetch?: typeof fetch;
}

/**
 * The server refused a request: `err` is the number of the error (1, or 2 for a muted member); the message is for
 * display to users.
 */
export class ImError extends Error {
  readonly err: number;

  constructor(err: number, message: string) {
    super(message);
    this.name = 'ImError';
    this.err = err;
  }
}

/**
 * A client of the Chat API. Calls resolve to the result of the contract and reject with `ImError` or a network error.
 */
export function connectIm(options: ImOptions): ImClient {
  const groups = new Map<string, Group>();
  const group = (name: string) =>
    new Proxy(
      {},
      {
        get: (_target, endpoint) => (params?: object, file?: ImFile | ImBlob) =>
          call(options, name, String(endpoint), params, file),
      },
    );
  return new Proxy({} as ImClient, {
    get: (_target, name) => {
      const key = String(name);
      let made = groups.get(key);
      if (!made) groups.set(key, (made = group(key) as Group));
      return made;
    },
  });
}

async function call(
  options: ImOptions,
  group: string,
  endpoint: string,
  params: object = {},
  file?: ImFile | ImBlob,
): Promise<unknown> {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined)
      fields.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  fields.set('_token', options.token ?? '');
  if (options.tenant !== undefined) fields.set('_agent_id', String(options.tenant));
  if (options.locale !== undefined) fields.set('_locale', options.locale);
  const response = await (options.fetch ?? fetch)(`${options.url}/im/${group}/${endpoint}`, {
    method: 'POST',
    body: bodyOf(fields, file),
  });
  // The Chat API uses 200 even for refusals; anything else comes from a proxy, or from a server that is stopping.
  if (!response.ok) throw new Error(`/im/${group}/${endpoint} answered HTTP ${response.status}.`);
  return unwrap((await response.json()) as unknown);
}

function bodyOf(
  fields: ReadonlyMap<string, string>,
  file: ImFile | ImBlob | undefined,
): URLSearchParams | FormData {
  if (!file) return new URLSearchParams([...fields]);
  const form = new FormData();
  for (const [name, value] of fields) form.set(name, value);
  form.set('file', new Blob([file.bytes]), file.name);
  return form;
}

/** The result in an answer, in any of the contract's envelopes. */
function unwrap(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const { err, code, msg, ...rest } = body as { err?: number; code?: number; msg?: string };
  // The one success with code 1 carries data; a refusal never does.
  const refusal = err ?? (Object.hasOwn(rest, 'data') ? 0 : code) ?? 0;
  if (refusal !== 0) throw new ImError(refusal, msg ?? '');
  const names = Object.keys(rest);
  if (names.length === 0) return undefined;
  return names.length === 1 && names[0] === 'data' ? (rest as { data: unknown }).data : rest;
}
