import type { api, Endpoint, Params, Result } from '@kith/contract';
import { apiEndpoints, type ApiEndpoint } from './api-endpoints.js';

// The client itself adds the parameter that identifies the caller.
type Given<E extends Endpoint> = Omit<Params<E>, 'user_id'>;
type Arguments<E extends Endpoint> = {} extends Given<E> ? [params?: Given<E>] : [params: Given<E>];
type Calls<G> = {
  readonly [K in keyof G]: G[K] extends Endpoint
    ? (...args: Arguments<G[K]>) => Promise<Result<G[K]>>
    : never;
};

/** The Friendship API, with one function per endpoint: `client.intro.options()` gets `/api/intro`. */
export type ApiClient = { readonly [G in keyof typeof api]: Calls<(typeof api)[G]> };

export interface ApiOptions {
  /** The URL of the server, without `/api`. */
  readonly url: string;
  /** The token from `login` or `register`. */
  readonly token?: string;
  readonly userId?: number | string;
  /** The tenant (`_agent_id`) before signing in; the server's default one if omitted. */
  readonly tenant?: number;
  /** The language of texts that the operator has written, such as `en`. */
  readonly locale?: string;
  readonly fetch?: typeof fetch;
}

/**
 * The server refused a request: `code` is the number of the error, `status` the HTTP status; the message names the
 * parameter and the reason.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  /** For an exhausted quota: its limit, the remaining amount, and the reset time, in the server's date format. */
  readonly quota:
    | { readonly limit: number; readonly remaining: number; readonly resetAt: string }
    | undefined;

  constructor(status: number, code: number, message: string, quota?: ApiError['quota']) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.quota = quota;
  }
}

/** A client of the Friendship API. Calls resolve to `data` and reject with `ApiError` or a network error. */
export function connectApi(options: ApiOptions): ApiClient {
  const groups = Object.entries(apiEndpoints).map(([name, group]) => {
    const calls = Object.entries<ApiEndpoint>(group).map(
      ([key, endpoint]) => [key, (params: object = {}) => call(options, endpoint, params)] as const,
    );
    return [name, Object.fromEntries(calls)] as const;
  });
  return Object.fromEntries(groups) as unknown as ApiClient; // the table has the names of the contract
}

async function call(
  options: ApiOptions,
  [method, template, ownId]: ApiEndpoint,
  params: object,
): Promise<unknown> {
  const fields = fieldsOf(options, ownId !== undefined, params);
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = fields.get(name) ?? '';
    fields.delete(name);
    return encodeURIComponent(value);
  });
  const hasBody = method !== 'GET';
  const query = hasBody ? '' : `?${String(fields)}`;
  const response = await (options.fetch ?? fetch)(`${options.url}${path}${query}`, {
    method,
    ...(options.locale !== undefined && { headers: { 'accept-language': options.locale } }),
    ...(hasBody && { body: fields }),
  });
  const body = (await response.json()) as Answer;
  if (response.ok) return body.data;
  const { code, message, limit = 0, remaining = 0, reset_at: resetAt } = body;
  const quota = resetAt === undefined ? undefined : { limit, remaining, resetAt };
  throw new ApiError(response.status, code, message, quota);
}

interface Answer {
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
  readonly limit?: number;
  readonly remaining?: number;
  readonly reset_at?: string;
}

function fieldsOf(options: ApiOptions, namesCaller: boolean, params: object): URLSearchParams {
  const fields = new URLSearchParams();
  if (options.token !== undefined) fields.set('api_token', options.token);
  else if (options.tenant !== undefined) fields.set('_agent_id', String(options.tenant));
  if (namesCaller) fields.set('user_id', String(options.userId ?? 0));
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined)
      fields.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  return fields;
}
