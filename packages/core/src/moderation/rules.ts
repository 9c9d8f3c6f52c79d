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

/** One report, as far as it is weighed. */
export interface Report {
  readonly reporterId: number;
  readonly weight: number;
  /** The network that it came from; null when nobody knows. */
  readonly network: string | null;
  /** What the app calls its connection: two accounts with the same one are used on one device. '' when nobody knows. */
  readonly device: string;
}

/** What reports say together. */
export interface Weighed {
  readonly weight: number;
  readonly reporters: number;
  /** Networks and devices: reporters who share one are one source. */
  readonly sources: number;
}

/**
 * Weighs reports, the heaviest first. Each source counts once, with its heaviest report, however many accounts it has:
 * somebody with many accounts is still one person.
 */
export function weighTogether(reports: readonly Report[]): Weighed {
  const sourceOf = new Map<string, { weight: number }>();
  const sources = new Set<{ weight: number }>();
  for (const { reporterId, weight, network, device } of reports) {
    const keys = [
      `account ${reporterId}`,
      network && `network ${network}`,
      device && `device ${device}`,
    ].filter(Boolean);
    const known = new Set(keys.flatMap((key) => sourceOf.get(key as string) ?? []));
    const source = { weight: Math.max(weight, ...[...known].map((one) => one.weight)) };
    for (const [key, one] of sourceOf) if (known.has(one)) sourceOf.set(key, source);
    for (const one of known) sources.delete(one);
    for (const key of keys) sourceOf.set(key as string, source);
    sources.add(source);
  }
  const weight = [...sources].reduce((sum, source) => sum + source.weight, 0);
  return {
    weight: Math.round(weight * 100) / 100,
    reporters: new Set(reports.map(({ reporterId }) => reporterId)).size,
    sources: sources.size,
  };
}

/** Never a single one. */
const MIN_SOURCES = 2;

/** The hardest sanction that reports of this weight call for by themselves, or undefined. */
export function stepFor(
  { limitAtWeight, bucketAtWeight, banAtWeight }: TenantSettings,
  { weight, sources }: Pick<Weighed, 'weight' | 'sources'>,
): SanctionKind | undefined {
  if (sources < MIN_SOURCES) return undefined;
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
