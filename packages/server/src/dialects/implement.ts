import type { Endpoint, Params, Result } from '@kith/contract';
import type { Ctx, MemberCtx } from '@kith/core/kernel';
import type { Locale, LocalizedText } from './locale.js';

/** A file in a request. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a handler receives besides context and parameters. */
export interface Call<File> {
  readonly file: File;
  /** The success message. */
  readonly says: string;
  /** Replaces the usual success message, which clients show as it is. */
  say(sentence: LocalizedText): void;
  /** The language of the caller. */
  readonly locale: Locale;
  /** The origin at which the client reached the server, `https://chat.example.org`. */
  readonly origin: string;
  /** Whether the request contains this parameter. */
  sent(name: string): boolean;
}

type FileOf<E> = E extends { file: 'required' }
  ? UploadedFile
  : E extends { file: 'optional' }
    ? UploadedFile | undefined
    : undefined;

/** Handles one endpoint: translates the wire format, calls one use case, presents its result. */
export type Handler<E extends Endpoint> = (
  ctx: E extends { auth: 'session' } ? MemberCtx : Ctx,
  params: Params<E>,
  call: Call<FileOf<E>>,
) => Promise<Result<E>>;

/** One handler per endpoint of a group; a missing one does not compile. */
export type Handlers<G> = { readonly [K in keyof G]: G[K] extends Endpoint ? Handler<G[K]> : never };

/** An endpoint with its handler, with their types erased: the scope checks parameters before it calls. */
export interface Route {
  readonly endpoint: Endpoint;
  readonly handle: (ctx: Ctx, params: unknown, call: Call<UploadedFile | undefined>) => Promise<unknown>;
}

/** Pairs the endpoints of a group with their handlers. */
export function implement<G extends object>(group: G, handlers: Handlers<G>): Route[] {
  return Object.entries(group).map(([name, endpoint]) => ({
    endpoint: endpoint as Endpoint, // a contract group contains only endpoints
    handle: handlers[name as keyof G] as unknown as Route['handle'], // Handlers has one for each name
  }));
}
