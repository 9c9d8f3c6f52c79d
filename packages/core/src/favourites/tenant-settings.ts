/** The settings of a tenant that belong to the area `favourites`. */
export interface FavouritesSettings {
  /** Saved messages per account, and total bytes of them and their files. */
  readonly favouriteMaxCount: number;
  readonly favouriteMaxBytes: number;
  readonly stickerMaxCount: number;
}

/** The defaults of these settings. */
export const favouritesSettings: FavouritesSettings = {
  favouriteMaxCount: 20_000,
  favouriteMaxBytes: 30 * 1024 ** 3,
  stickerMaxCount: 300,
};
