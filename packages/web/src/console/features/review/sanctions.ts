/** The sanctions, by their keys. */
export const SANCTIONS = [
  { kind: 'limit', key: 'l' },
  { kind: 'bucket', key: 'u' },
  { kind: 'ban', key: 'n' },
] as const;

export type SanctionKind = (typeof SANCTIONS)[number]['kind'];

/** What is imposed: without hours, until it is lifted. */
export interface Sanction {
  readonly kind: SanctionKind;
  readonly hours?: number;
}

/** Whole hours, up to ten years. */
export const HOURS_PATTERN = '[1-9][0-9]{0,3}|[1-7][0-9]{4}|8[0-6][0-9]{3}|87[0-5][0-9]{2}|87600';

/** The duration that somebody has typed, as a parameter; nothing for a sanction without an end. */
export function readHours(text: string): { readonly hours?: number } {
  return new RegExp(`^(?:${HOURS_PATTERN})$`).test(text) ? { hours: Number(text) } : {};
}
