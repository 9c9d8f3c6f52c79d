import { api, type Endpoint } from '@kith/contract';
import type { Answer, CallOptions, Fields } from './call.js';
import { prepare, successOf, type Role, type Success, type World } from './world.js';

/** The endpoints of the Friendship API that other servers have too. */
export const apiEndpoints: readonly Endpoint[] = Object.values(api)
  .flatMap((group): Endpoint[] => Object.values(group))
  .filter(({ source }) => source !== 'own');

/** Identifies an endpoint of the Friendship API; the path alone is ambiguous for two of them. */
export function nameOf({ method, path }: { method: string; path: string }): string {
  return `${method} ${path}`;
}

/** Sends a request of the Friendship API. Token and user default to those of `as`; an undefined field is omitted. */
export async function callApi(
  world: World,
  endpoint: Endpoint,
  fields: Fields,
  { as, kind = 'form', ...options }: CallOptions & { readonly as?: Role | undefined } = {},
): Promise<Answer> {
  const person = as && (await world.person(as));
  const own = {
    ...(endpoint.auth === 'none' && { _agent_id: world.tenant }),
    ...(person && { api_token: person.token }),
    ...(person && hasParameter(endpoint, 'user_id') && { user_id: person.id }),
  };
  const sent = Object.fromEntries(
    Object.entries({ ...own, ...fields }).filter(([, value]) => value !== undefined),
  );
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = encodeURIComponent(String(sent[name]));
    delete sent[name];
    return value;
  });
  const { method } = endpoint;
  return world.caller.call(path, sent, { ...options, method, kind: method === 'GET' ? 'query' : kind });
}

/** The result of a call that must succeed. Throws `BlockedError`. */
export async function needApi(world: World, as: Role, endpoint: Endpoint, fields: Fields): Promise<Success> {
  return successOf(await prepare(callApi(world, endpoint, fields, { as })));
}

/** Whether an endpoint has a parameter of that name. */
export function hasParameter(endpoint: Endpoint, name: string): boolean {
  return Object.hasOwn(endpoint.params.properties, name);
}
