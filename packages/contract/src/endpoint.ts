import { Type, type Static, type TObject, type TProperties, type TSchema } from 'typebox';

/**
 * How a successful response is wrapped.
 * `envelope`: `{err, msg, data}` · `flat`: `{err, msg, …members}` · `code`: `{code, msg}` · `bare`: the result itself ·
 * `data`: `{code: 1, data}`, where 1 means success. In the Friendship API `envelope` is `{code, message, error, data}`;
 * `both` repeats the members of `data` beside it.
 */
export type Reply = 'envelope' | 'flat' | 'code' | 'bare' | 'data' | 'both';

/** The HTTP method of an endpoint. Chat API endpoints accept both GET and POST. */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** `session`: requires a token. `none`: requires none. */
export type Auth = 'session' | 'none';

/** Whether the endpoint accepts a file in the multipart field `file`. */
export type FileField = 'none' | 'optional' | 'required';

/**
 * The origin of an endpoint. `documented`: described in the dialect's document. `listed`: only named there. `observed`:
 * known from clients only. `own`: Kith's addition, which other servers do not have and conformance does not call.
 */
export type Source = 'documented' | 'listed' | 'observed' | 'own';

/** One endpoint of a dialect: its path, authentication, parameters and result. */
export interface Endpoint<
  P extends TProperties = TProperties,
  R extends TSchema = TSchema,
  A extends Auth = Auth,
  F extends FileField = FileField,
> {
  /** A segment in braces is a path parameter. */
  readonly path: string;
  readonly method: Method;
  readonly summary: string;
  readonly auth: A;
  readonly params: TObject<P>;
  readonly result: R;
  readonly reply: Reply;
  /** The `msg` of a successful response. */
  readonly says: string;
  readonly file: F;
  readonly source: Source;
}

/** The parameters of an endpoint after coercion. */
export type Params<E extends { params: TSchema }> = Static<E['params']>;

/** The value that the handler of an endpoint returns. */
export type Result<E extends { result: TSchema }> = Static<E['result']>;

/** The result of an endpoint that returns no data. */
export const Nothing = Type.Unsafe<void>(Type.Void());

/** Declares an endpoint. Every member except `path` and `summary` has a default. */
export function endpoint<
  P extends TProperties = {},
  R extends TSchema = typeof Nothing,
  const A extends Auth = 'session',
  const F extends FileField = 'none',
>(declaration: {
  path: string;
  method?: Method;
  summary: string;
  auth?: A;
  params?: P;
  result?: R;
  reply?: Reply;
  says?: string;
  file?: F;
  source?: Source;
}): Endpoint<P, R, A, F> {
  // Each cast is safe: its type parameter has the same default as the value.
  return {
    path: declaration.path,
    method: declaration.method ?? 'POST',
    summary: declaration.summary,
    auth: declaration.auth ?? ('session' as A),
    params: Type.Object(declaration.params ?? ({} as P)),
    result: declaration.result ?? (Nothing as unknown as R),
    reply: declaration.reply ?? 'envelope',
    says: declaration.says ?? 'success',
    file: declaration.file ?? ('none' as F),
    source: declaration.source ?? 'observed',
  };
}

/** The schema of a complete successful response. */
export function answerSchema(endpoint: Endpoint): object {
  if (endpoint.reply === 'bare') return endpoint.result;
  if (endpoint.reply === 'code') return Type.Object({ code: Type.Literal(0), msg: Type.String() });
  if (endpoint.reply === 'data') return Type.Object({ code: Type.Literal(1), data: endpoint.result });
  const head = { err: Type.Literal(0), msg: Type.String() };
  if (endpoint.reply === 'flat') return Type.Object({ ...head, ...(endpoint.result as TObject).properties });
  const isNothing = (endpoint.result as { type?: string }).type === 'void';
  return isNothing ? Type.Object(head) : Type.Object({ ...head, data: endpoint.result });
}
