import type { TenantSettings } from '../kernel/index.js';

/** `limit`: hidden from others. `bucket`: may not write. `ban`: may not sign in. From the mildest to the hardest. */
export const SANCTION_KINDS = ['limit', 'bucket', 'ban'] as const;
/** The kind of a sanction. */
export type SanctionKind = (typeof SANCTION_KINDS)[number];

/** Whether a letter may tell of a sanction: who is hidden does not learn of it, and child safety warns nobody. */
export function isTold({
  kind,
  isChildSafety = false,
}: {
  readonly kind: SanctionKind;
  readonly isChildSafety?: boolean;
}): boolean {
  return kind !== 'limit' && !isChildSafety;
}

/** The facts about a reporter that determine the weight of a report. */
export interface Reporter {
  readonly ageMs: number;
  readonly isVisitor: boolean;
  readonly hasPhone: boolean;
  /** The numbers of earlier reports that were upheld and dismissed. */
  readonly upheld: number;
  readonly dismissed: number;
}

const DAY_MS = 24 * 3600 * 1000;
const LIGHTEST = 0.05;
const HEAVIEST = 2;

/**
 * The weight of a report: 1 for an account older than a week. New accounts and visitors weigh little, so that a crowd
 * of them is useless; upheld earlier reports increase the weight, dismissed ones reduce it.
 */
export function weightOf({ ageMs, isVisitor, hasPhone, upheld, dismissed }: Reporter): number {
  const age = ageMs < DAY_MS ? 0.1 : ageMs < 7 * DAY_MS ? 0.5 : 1;
  const proof = isVisitor ? 0.25 : hasPhone ? 1.25 : 1;
  const history = (1 + upheld) / (1 + dismissed);
  const weight = Math.min(HEAVIEST, Math.max(LIGHTEST, age * proof * history));
  return Math.round(weight * 100) / 100;
}

/** The data of a report that is used for weighing. */
export interface WeightedReport {
  readonly reporterId: number;
  readonly weight: number;
  /** The reporter's network; null if unknown. */
  readonly network: string | null;
  /** The app's id of its connection: accounts with the same id share a device. '' if unknown. */
  readonly device: string;
}

/** The combined result of reports. */
export interface ReportWeight {
  readonly weight: number;
  readonly reporters: number;
  /** Distinct sources: reporters who share a network or device are one source. */
  readonly sources: number;
}

/**
 * Combines reports. Each source counts once, with its heaviest report, regardless of its number of accounts: a person
 * with many accounts is still one person.
 */
export function combineReports(reports: readonly WeightedReport[]): ReportWeight {
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

/** A single source never suffices. */
const MIN_SOURCES = 2;

/** The hardest sanction that reports of this weight trigger automatically, or undefined. */
export function automaticSanctionFor(
  { limitAtWeight, bucketAtWeight, banAtWeight }: TenantSettings,
  { weight, sources }: Pick<ReportWeight, 'weight' | 'sources'>,
): SanctionKind | undefined {
  if (sources < MIN_SOURCES) return undefined;
  const isReached = (at: number) => at > 0 && weight >= at;
  if (isReached(banAtWeight)) return 'ban';
  if (isReached(bucketAtWeight)) return 'bucket';
  return isReached(limitAtWeight) ? 'limit' : undefined;
}

/** The duration of an automatic sanction. */
export function hoursOf({ limitHours, bucketHours, banHours }: TenantSettings, kind: SanctionKind): number {
  return { limit: limitHours, bucket: bucketHours, ban: banHours }[kind];
}

/** Whether a sanction in force makes another one unnecessary. */
export function covers(inForce: SanctionKind, wanted: SanctionKind): boolean {
  return SANCTION_KINDS.indexOf(inForce) >= SANCTION_KINDS.indexOf(wanted);
}
