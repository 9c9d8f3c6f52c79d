export { canBeFavourite } from './rules.js';
export { FavouritesScreen } from './screen.js';
export { useAddFavourite } from './use-add-favourite.js';
