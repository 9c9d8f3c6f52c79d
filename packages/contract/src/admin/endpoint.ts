import { Type, type TProperties, type TSchema } from 'typebox';
import { endpoint, type Endpoint, type Method, type Nothing } from '../endpoint.js';

/** What a member of staff may be allowed to do; the server decides which roles are. */
export type Permission =
  | 'accounts'
  | 'audit'
  | 'child_safety'
  | 'connections'
  | 'groups'
  | 'jobs'
  | 'overview'
  | 'content'
  | 'messages'
  | 'people'
  | 'photos'
  | 'plans'
  | 'purchases'
  | 'reports'
  | 'sanctions'
  | 'settings'
  | 'staff'
  | 'support_desk'
  | 'videos'
  | 'tenants';

/**
 * Who may call an endpoint. `none`: anybody. `enrolling`: any session, also one that has not set a password and an
 * authenticator yet. `session`: every member of staff. Otherwise the permission that the caller needs.
 */
export type Needs = 'none' | 'enrolling' | 'session' | Permission;

/** One endpoint of the admin API. Its literal path and method let a client find its types. */
export interface AdminEndpoint<
  M extends Method = Method,
  U extends string = string,
  P extends TProperties = TProperties,
  R extends TSchema = TSchema,
  N extends Needs = Needs,
> extends Endpoint<P, R> {
  readonly method: M;
  readonly path: U;
  readonly needs: N;
  /** Whether the caller must have proven the identity within the last minutes. */
  readonly isDangerous: boolean;
  /** Whether the response is a file instead of JSON. */
  readonly downloads: boolean;
}

/**
 * Declares an endpoint of the admin API. GET reads and takes its parameters from the query; every other method changes
 * something, is written to the audit log except leases, previews and read marks, and takes a JSON body. A segment of the path in braces is a parameter.
 */
export function adminEndpoint<
  const M extends Method,
  const U extends string,
  const N extends Needs,
  P extends TProperties = {},
  R extends TSchema = typeof Nothing,
>(declaration: {
  method: M;
  path: U;
  summary: string;
  needs: N;
  isDangerous?: boolean;
  params?: P;
  result?: R;
}): AdminEndpoint<M, U, P, R, N> {
  const { method, path, needs, isDangerous = false, ...rest } = declaration;
  return {
    ...endpoint<P, R>({ ...rest, path, source: 'own' }),
    method,
    path,
    needs,
    isDangerous,
    downloads: false,
  };
}

/**
 * Declares a file that a browser saves. It is read without the header of the console, as a link does, and what it contains is
 * for the caller only.
 */
export function adminDownload<
  const U extends string,
  const N extends Permission,
  P extends TProperties,
>(declaration: {
  path: U;
  summary: string;
  needs: N;
  params: P;
}): AdminEndpoint<'GET', U, P, TSchema, N> & { readonly downloads: true } {
  const declared = adminEndpoint<'GET', U, N, P, TSchema>({
    ...declaration,
    method: 'GET',
    result: Type.String(),
  });
  return { ...declared, downloads: true };
}

/** The schema of a complete successful response of the admin API; `data` is null if there is nothing to return. */
export function adminAnswerSchema({ result }: Endpoint): object {
  const isNothing = (result as { type?: string }).type === 'void';
  return Type.Object({ data: isNothing ? Type.Null() : result });
}
