/** The settings of the area. */
export interface PrivacySettings {
  /** How long the copy of its data that an account has requested can be fetched. */
  readonly dataExportDays: number;
}

/** The defaults of these settings. */
export const privacySettings: PrivacySettings = {
  dataExportDays: 3,
};
