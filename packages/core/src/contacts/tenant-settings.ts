/** The settings of a tenant that belong to the area `contacts`. */
export interface ContactsSettings {
  /** The people that users of unknown age see: `adult`, all except minors; `isolated`, only each other. */
  readonly ageUnknown: 'adult' | 'isolated';
  /** `disabled`: the Friendship API rejects minors. `separate`: minors with proven age find each other. */
  readonly ageMinors: 'separate' | 'disabled';
  /** How long after the last activity an account counts as online. */
  readonly onlineWindowMs: number;
}

/** The defaults of these settings. */
export const contactsSettings: ContactsSettings = {
  ageUnknown: 'adult',
  ageMinors: 'disabled',
  onlineWindowMs: 5 * 60 * 1000,
};
