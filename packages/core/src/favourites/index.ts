export { getUsage, getUsageByType, listFavourites } from './list-favourites.js';
export { SAVABLE_TYPES } from './rules.js';
export { deleteFavourite, saveMessage } from './save-message.js';
export { sendFavourite } from './send-favourite.js';
export {
  listOfferedStickers,
  offerSticker,
  orderStickers,
  renameSticker,
  takeStickerBack,
} from './offer-stickers.js';
export { addSticker, deleteSticker, listStickers } from './stickers.js';
export type { TypeUsage, Favourite } from './store.js';
export type { Usage } from './usage-store.js';
export { eraseSaved } from './erase.js';
