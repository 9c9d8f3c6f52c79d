/** The reasons of a refusal, by their digits; the last one is worded by the moderator. */
export const REASONS = [
  'nobody',
  'other',
  'nudity',
  'violence',
  'contact',
  'unclear',
  'copied',
  'words',
] as const;
