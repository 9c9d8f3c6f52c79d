import type { Endpoint } from '@kith/contract';
import { nameOf, hasParameter } from './api-call.js';
import type { Fields } from './call.js';
import type { Recipe } from './recipe.js';
import { apiRecipes } from './recipes/api.js';
import type { World } from './world.js';

/** How to call an endpoint of the Friendship API; the simplest way by default. */
export function apiRecipeOf(endpoint: Endpoint): Recipe {
  return apiRecipes[nameOf(endpoint)] ?? {};
}

/** Valid values for the required parameters of an endpoint, except those that identify the caller. */
export async function apiFields(world: World, endpoint: Endpoint, { params }: Recipe): Promise<Fields> {
  const isNamed = hasParameter(endpoint, 'target_id') || hasParameter(endpoint, 'target_user_id');
  const { id } = await world.person(isNamed ? 'friend' : 'me');
  return {
    ...(hasParameter(endpoint, 'target_id') && { target_id: id }),
    ...(hasParameter(endpoint, 'target_user_id') && { target_user_id: id }),
    ...(await params?.(world)),
  };
}
