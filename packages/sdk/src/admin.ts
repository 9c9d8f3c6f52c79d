import type { admin, AdminEndpoint, Params, Result } from '@kith/contract';

type Groups = typeof admin;
/** Those that answer with JSON: a browser saves the others by a link. */
type AnyEndpoint = Exclude<
  { [G in keyof Groups]: Groups[G][keyof Groups[G]] }[keyof Groups],
  { readonly downloads: true }
>;
type MethodOf = AnyEndpoint['method'];
type PathOf<M> = Extract<AnyEndpoint, { method: M }>['path'];
type EndpointAt<M, U> = Extract<AnyEndpoint, { method: M; path: U }>;
type Arguments<E extends AdminEndpoint> = {} extends Params<E> ? [params?: Params<E>] : [params: Params<E>];

/**
 * Calls an endpoint of the admin API: `ask('PUT', '/admin/staff/{id}/role', { id, role })`. Resolves to `data` and rejects
 * with `AdminError` or a network error.
 */
export type AdminClient = <M extends MethodOf, U extends PathOf<M>>(
  method: M,
  path: U,
  ...params: Arguments<EndpointAt<M, U>>
) => Promise<Result<EndpointAt<M, U>>>;

export interface AdminOptions {
  /** The URL of the server, without `/admin`; empty for the page's own. */
  readonly url: string;
  /** The language of messages; that of the browser if absent. */
  readonly language?: string;
  readonly fetch?: typeof fetch;
}

/** The server refused a request; the message is a sentence for the reader. */
export class AdminError extends Error {
  readonly status: number;
  /** Such as `step_up_required`. */
  readonly code: string;
  /** The parameter concerned. */
  readonly field: string | undefined;
  /** Milliseconds until another attempt may succeed. */
  readonly retryMs: number | undefined;

  /** With `stale`: who decided what, and when in milliseconds. */
  readonly decided: { readonly by: string; readonly what: string; readonly at: number } | undefined;

  constructor(
    status: number,
    error: {
      code: string;
      message: string;
      field?: string;
      retryMs?: number;
      decided?: NonNullable<AdminError['decided']>;
    },
  ) {
    super(error.message);
    this.name = 'AdminError';
    this.status = status;
    this.code = error.code;
    this.field = error.field;
    this.retryMs = error.retryMs;
    this.decided = error.decided;
  }
}

/** A client of the admin API. The browser keeps the cookie of the session. */
export function connectAdmin(options: AdminOptions): AdminClient {
  return (async (method: string, template: string, params: Record<string, unknown> = {}) => {
    const left = new Map(Object.entries(params).filter(([, value]) => value !== undefined));
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = String(left.get(name));
      left.delete(name);
      return encodeURIComponent(value);
    });
    const isRead = method === 'GET';
    const query = new URLSearchParams(
      [...left].map(([name, value]): [string, string] => [name, String(value)]),
    );
    const response = await (options.fetch ?? fetch)(
      `${options.url}${path}${isRead && left.size > 0 ? `?${String(query)}` : ''}`,
      {
        method,
        headers: {
          ...(options.language !== undefined && { 'accept-language': options.language }),
          ...(!isRead && { 'content-type': 'application/json', 'x-kith-console': '1' }),
        },
        ...(!isRead && { body: JSON.stringify(Object.fromEntries(left)) }),
      },
    );
    const body = (await response.json()) as {
      data: unknown;
      error: ConstructorParameters<typeof AdminError>[1];
    };
    if (!response.ok) throw new AdminError(response.status, body.error);
    return body.data;
  }) as AdminClient; // the types of the contract hold for what the server answers
}
