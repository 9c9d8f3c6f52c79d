import type { Recipes } from '../recipe.js';
import { basics } from './basics.js';
import { content } from './content.js';
import { favourites } from './favourites.js';
import { groups } from './groups.js';
import { moments } from './moments.js';
import { support } from './support.js';
import { videos } from './videos.js';

/** How every endpoint of the contract is called; a test demands that none is left out. */
export const recipes: Recipes = {
  ...basics,
  ...content,
  ...favourites,
  ...groups,
  ...moments,
  ...support,
  ...videos,
};
