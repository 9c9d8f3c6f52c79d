import type { AdminEndpoint, Params, Result } from '@kith/contract';
import type { Ctx } from '@kith/core/kernel';
import type { PasskeySite } from '@kith/core/ports';
import type { StaffCtx } from '@kith/core/staff';
import type { PhotoLinks } from '../../app/photo-links.js';
import type { Connections } from '../../app/connections.js';
import type { OwnNode } from '../../app/own-node.js';
import type { Locale } from '../locale.js';
import type { CookieName } from './cookies.js';

/** What a handler receives besides context and parameters. */
export interface AdminCall {
  /** The secret of a browser in which somebody has signed in, if it has one. */
  readonly deviceToken: string | undefined;
  /** The secret of a browser that signs in with a passkey. */
  readonly browserToken: string | undefined;
  /** Where the passkeys of the request are used. Throws `invalid`. */
  passkeySite(): PasskeySite;
  /** Sets a cookie, or deletes it with an undefined value. */
  setCookie(name: CookieName, value: string | undefined): void;
  /** Signs the links to pictures that not everybody may see. */
  readonly photoLinks: PhotoLinks;
  /** The language of texts for the reader. */
  readonly locale: Locale;
  readonly connections: Connections;
  /** The state of the node that answers. */
  readonly ownNode: OwnNode;
}

/** A file that the caller saves. Parts are asked for when the connection can take them. */
export interface Download {
  readonly name: string;
  readonly type: string;
  readonly parts: AsyncIterable<string>;
}

/** Handles one endpoint: calls one use case and presents its result. */
type AdminHandler<E extends AdminEndpoint> = (
  ctx: E['needs'] extends 'none' ? Ctx : StaffCtx,
  params: Params<E>,
  call: AdminCall,
) => Promise<E extends { readonly downloads: true } ? Download : Result<E>>;

/** One handler per endpoint of a group; a missing one does not compile. */
export type AdminHandlers<G> = {
  readonly [K in keyof G]: G[K] extends AdminEndpoint ? AdminHandler<G[K]> : never;
};

/** An endpoint with its handler, with their types erased: the scope checks access and parameters before it calls. */
export interface AdminRoute {
  readonly endpoint: AdminEndpoint;
  readonly handle: (ctx: Ctx, params: unknown, call: AdminCall) => Promise<unknown>;
}

/** Pairs the endpoints of a group with their handlers. */
export function implement<G extends object>(group: G, handlers: AdminHandlers<G>): AdminRoute[] {
  return Object.entries(group).map(([name, endpoint]) => ({
    endpoint: endpoint as AdminEndpoint, // a contract group contains only endpoints
    handle: handlers[name as keyof G] as unknown as AdminRoute['handle'], // AdminHandlers has one for each name
  }));
}
