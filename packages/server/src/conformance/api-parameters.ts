import type { Endpoint } from '@kith/contract';
import { nameOf, hasParameter } from './api-call.js';
import type { Fields } from './call.js';
import type { Recipe } from './recipe.js';
import { apiRecipes } from './recipes/api.js';
import type { World } from './world.js';

/** How an endpoint of the Friendship API is called; in the plainest way, when nobody has said. */
export function apiRecipeOf(endpoint: Endpoint): Recipe {
  return apiRecipes[nameOf(endpoint)] ?? {};
}

/** Good values for the parameters that an endpoint cannot do without, but for those that say who asks. */
export async function apiFields(world: World, endpoint: Endpoint, { params }: Recipe): Promise<Fields> {
  const isNamed = hasParameter(endpoint, 'target_id') || hasParameter(endpoint, 'target_user_id');
  const { id } = await world.person(isNamed ? 'friend' : 'me');
  return {
    ...(hasParameter(endpoint, 'target_id') && { target_id: id }),
    ...(hasParameter(endpoint, 'target_user_id') && { target_user_id: id }),
    ...(await params?.(world)),
  };
}
