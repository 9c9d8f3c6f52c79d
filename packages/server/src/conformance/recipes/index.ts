import type { Recipes } from '../recipe.js';
import { basics } from './basics.js';
import { content } from './content.js';
import { favourites } from './favourites.js';
import { groups } from './groups.js';
import { moments } from './moments.js';
import { support } from './support.js';
import { videos } from './videos.js';

/** How to call every endpoint of the contract; a test requires completeness. */
export const recipes: Recipes = {
  ...basics,
  ...content,
  ...favourites,
  ...groups,
  ...moments,
  ...support,
  ...videos,
};
