/** The settings of a tenant that belong to the area `conversations`. */
export interface ConversationsSettings {
  readonly burnAfterRead: boolean;
  readonly burnDelaySeconds: number;
  /** How long after sending the sender may recall a message; 0 for no limit. */
  readonly recallWindowMs: number;
  /** Whether ordinary members of a group may pin messages. */
  readonly membersMayPin: boolean;
  /** How long a super wave stays at the top of the stranger box. */
  readonly superWaveTopHours: number;
  /** Whether messages to a stranger may contain links and phone numbers. */
  readonly strangerLinks: boolean;
  /** How long a deleted or replaced photo of a reported user is kept as evidence. */
  readonly photoEvidenceDays: number;
  /** How long moderators can read recalled, burnt, edited or destroyed content; 0 keeps nothing. */
  readonly evidenceDays: number;
}

/** The defaults of these settings. */
export const conversationsSettings: ConversationsSettings = {
  burnAfterRead: true,
  burnDelaySeconds: 3,
  recallWindowMs: 0,
  membersMayPin: false,
  superWaveTopHours: 24,
  strangerLinks: false,
  photoEvidenceDays: 90,
  evidenceDays: 7,
};
