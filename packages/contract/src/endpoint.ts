import { Type, type Static, type TObject, type TProperties, type TSchema } from 'typebox';

/**
 * How an answer is wrapped.
 * `envelope`: `{err, msg, data}` · `flat`: `{err, msg, …members}` · `code`: `{code, msg}` · `bare`: the result itself ·
 * `data`: `{code: 1, data}`, where 1 is the success. In the Friendship API `envelope` is `{code, message, error, data}`,
 * and `both` has the members of the result beside them as well as in `data`.
 */
export type Reply = 'envelope' | 'flat' | 'code' | 'bare' | 'data' | 'both';

/** How an endpoint is asked. Those of the Chat API take GET as well as POST. */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** `session`: needs a token. `none`: works without one. */
export type Auth = 'session' | 'none';

/** Whether a file is taken in the multipart field `file`. */
export type FileField = 'none' | 'optional' | 'required';

/** One endpoint of a dialect: its address, who may call it, what goes in and what comes out. */
export interface Endpoint<
  P extends TProperties = TProperties,
  R extends TSchema = TSchema,
  A extends Auth = Auth,
  F extends FileField = FileField,
> {
  /** A part in braces is a parameter. */
  readonly path: string;
  readonly method: Method;
  readonly summary: string;
  readonly auth: A;
  readonly params: TObject<P>;
  readonly result: R;
  readonly reply: Reply;
  /** The `msg` of success. */
  readonly says: string;
  readonly file: F;
  /** Whether the document of the dialect has a section for it, or its clients alone show it. */
  readonly source: 'documented' | 'listed' | 'observed';
}

/** The parameters of an endpoint after coercion. */
export type Params<E extends { params: TSchema }> = Static<E['params']>;

/** What a handler of an endpoint answers. */
export type Result<E extends { result: TSchema }> = Static<E['result']>;

/** An answer that says nothing but that it worked. */
export const Nothing = Type.Unsafe<void>(Type.Void());

/** Declares an endpoint; everything but path, summary and what it needs has a default. */
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
  source?: 'documented' | 'listed' | 'observed';
}): Endpoint<P, R, A, F> {
  // Each cast stands for a default that its type parameter repeats.
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

/** The schema of a successful answer as a whole. */
export function answerSchema(endpoint: Endpoint): object {
  if (endpoint.reply === 'bare') return endpoint.result;
  if (endpoint.reply === 'code') return Type.Object({ code: Type.Integer(), msg: Type.String() });
  if (endpoint.reply === 'data') return Type.Object({ code: Type.Literal(1), data: endpoint.result });
  const head = { err: Type.Integer(), msg: Type.String() };
  if (endpoint.reply === 'flat') return Type.Object({ ...head, ...(endpoint.result as TObject).properties });
  const isNothing = (endpoint.result as { type?: string }).type === 'void';
  return isNothing ? Type.Object(head) : Type.Object({ ...head, data: endpoint.result });
}
