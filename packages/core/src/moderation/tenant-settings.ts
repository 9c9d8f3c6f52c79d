/** The settings of a tenant that belong to the area `moderation`. */
export interface ModerationSettings {
  /** The reviewers of photos; with `none`, each photo is approved immediately. */
  readonly photoReview: 'humans' | 'none';
  /**
   * Total weight of reports, from at least two people, at which moderation automatically hides, silences or bans an
   * account; 0 for never. An average report weighs 1.
   */
  readonly limitAtWeight: number;
  readonly bucketAtWeight: number;
  readonly banAtWeight: number;
  /** How long automatic sanctions last. */
  readonly limitHours: number;
  readonly bucketHours: number;
  readonly banHours: number;
}

/** The defaults of these settings. */
export const moderationSettings: ModerationSettings = {
  photoReview: 'humans',
  limitAtWeight: 3,
  bucketAtWeight: 5,
  banAtWeight: 8,
  limitHours: 72,
  bucketHours: 24,
  banHours: 168,
};
