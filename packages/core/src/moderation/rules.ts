import type { TenantSettings } from '../kernel/index.js';

/** Shown to nobody else, may not write, may not come in. From the mildest to the hardest. */
export const SANCTION_KINDS = ['limit', 'bucket', 'ban'] as const;
export type SanctionKind = (typeof SANCTION_KINDS)[number];

/** What is known of somebody who reports. */
export interface Reporter {
  readonly ageMs: number;
  readonly isVisitor: boolean;
  readonly hasPhone: boolean;
  /** How many of the reports before were right, and how many were not. */
  readonly upheld: number;
  readonly dismissed: number;
}

const DAY_MS = 24 * 3600 * 1000;
const LIGHTEST = 0.05;
const HEAVIEST = 2;

/**
 * How much a report counts: 1 from somebody who is here for a week. New accounts and visitors count for little, or
 * a crowd could be made for the purpose; who was right before counts for more, who was not for less.
 */
export function weigh({ ageMs, isVisitor, hasPhone, upheld, dismissed }: Reporter): number {
  const age = ageMs < DAY_MS ? 0.1 : ageMs < 7 * DAY_MS ? 0.5 : 1;
  const proof = isVisitor ? 0.25 : hasPhone ? 1.25 : 1;
  const history = (1 + upheld) / (1 + dismissed);
  const weight = Math.min(HEAVIEST, Math.max(LIGHTEST, age * proof * history));
  return Math.round(weight * 100) / 100;
}

/** Never a single one. */
const MIN_REPORTERS = 2;

/** The hardest sanction that reports of this weight call for by themselves, or undefined. */
export function stepFor(
  { limitAtWeight, bucketAtWeight, banAtWeight }: TenantSettings,
  { weight, reporters }: { weight: number; reporters: number },
): SanctionKind | undefined {
  if (reporters < MIN_REPORTERS) return undefined;
  const isReached = (at: number) => at > 0 && weight >= at;
  if (isReached(banAtWeight)) return 'ban';
  if (isReached(bucketAtWeight)) return 'bucket';
  return isReached(limitAtWeight) ? 'limit' : undefined;
}

/** How long a sanction lasts that nobody decided. */
export function hoursOf({ limitHours, bucketHours, banHours }: TenantSettings, kind: SanctionKind): number {
  return { limit: limitHours, bucket: bucketHours, ban: banHours }[kind];
}

/** Whether a sanction in force makes another one needless. */
export function covers(inForce: SanctionKind, wanted: SanctionKind): boolean {
  return SANCTION_KINDS.indexOf(inForce) >= SANCTION_KINDS.indexOf(wanted);
}
