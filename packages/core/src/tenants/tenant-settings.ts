/** The settings of a tenant that belong to the area `tenants`. */
export interface TenantsSettings {
  /**
   * Which Chat API clients receive frames that older clients do not know and answer with a dialog: `known`, clients
   * that have requested read receipts of a chat, as only newer ones do; `all`; or `none`.
   */
  readonly imNewerFrames: 'known' | 'all' | 'none';
  /** IANA name of the zone for dates and for the start of a day. */
  readonly timeZone: string;
  readonly pageTitle: string;
  readonly consoleTitle: string;
  /** Whether parameter errors in the Friendship API contain a full-width colon, like the original server's. */
  readonly fullWidthColon: boolean;
}

/** The defaults of these settings. */
export const tenantsSettings: TenantsSettings = {
  imNewerFrames: 'known',
  timeZone: 'Asia/Shanghai',
  pageTitle: 'IM',
  consoleTitle: '管理后台',
  fullWidthColon: false,
};
