/** The settings of a tenant that belong to the area `content`. */
export interface ContentSettings {
  readonly bottomUrl: string;
  /** The page that clients with an explore tab open in it. */
  readonly exploreUrl: string;
  /** `app/update` offers this version to clients with an older one. */
  readonly appVersion: string;
  readonly appUrlAndroid: string;
  readonly appUrlIos: string;
}

/** The defaults of these settings. */
export const contentSettings: ContentSettings = {
  bottomUrl: '',
  exploreUrl: '',
  appVersion: '',
  appUrlAndroid: '',
  appUrlIos: '',
};
