import type { Endpoint } from '@kith/contract';
import type { Fields } from './call.js';
import type { Recipe } from './recipe.js';
import { recipes } from './recipes/index.js';
import type { World } from './world.js';

/** Valid values of parameters, by name. */
const goodValues: Readonly<Record<string, (world: World) => unknown>> = {
  list_id: (world) => world.conversation(),
  list_ids: async (world) => [await world.conversation()],
  user_id: async (world) => (await world.person('friend')).id,
  users: async (world) => [(await world.person('friend')).id],
  msg_id: (world) => world.message(),
  msgid: (world) => world.message(),
  content_type: () => 0,
  content: () => ({ text: 'hello' }),
  type: () => 1,
  value: () => 1,
};

/** The parameters for calling an endpoint. */
export async function paramsFor(world: World, { path, params }: Endpoint): Promise<Fields> {
  const own = await recipeOf(path).params?.(world);
  const required = (params as { required?: readonly string[] }).required ?? [];
  const values: Record<string, unknown> = {};
  for (const name of required)
    if (!Object.hasOwn(own ?? {}, name)) values[name] = await goodValueOf(world, name);
  return { ...values, ...own };
}

/** The fields of a documented example. Ids and names refer to another server, so they are replaced by this world's. */
export async function exampleFields(
  world: World,
  path: string,
  shown: Readonly<Record<string, string>>,
): Promise<Fields> {
  const { params, example } = recipeOf(path);
  const own = await (example ?? params)?.(world);
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(shown)) {
    // The caller adds these two, and the file.
    if (name === '_token' || name === '_agent_id' || value === '(binary)') continue;
    if (!NAMING.test(name) || value === '0') fields[name] = value;
    else fields[name] = own?.[name] ?? (await goodValueOf(world, name)) ?? value;
  }
  return fields;
}

/** The fields of an example that name an object, or a page that may not exist here. */
const NAMING = /^(username|password|page|\w+_id)$/;

/** How to call a path; the simplest way by default. */
export function recipeOf(path: string): Recipe {
  return recipes[path] ?? {};
}

function goodValueOf(world: World, name: string): unknown {
  return Object.hasOwn(goodValues, name) ? goodValues[name]?.(world) : undefined;
}
