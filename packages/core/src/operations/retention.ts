import { bounds } from '../kernel/index.js';
import { UNSENT_MS } from '../media/index.js';
import type { StaffCtx } from '../staff/index.js';
import { selectDue, selectStored, type Due, type RetainedKind, type Stored } from './retention-store.js';

const DAY_MS = 24 * 3600_000;

/**
 * How long each kind is kept: by a setting of the tenant or for a fixed time. `all`: a change counts for what is stored too.
 * `new`: each row has its end from the beginning, so a change counts for what is kept from then on.
 */
const KINDS = [
  { kind: 'audit', setting: 'auditDays', counts: 'all' },
  { kind: 'age_group_changes', setting: 'ageGroupChangeDays', counts: 'all' },
  { kind: 'evidence', setting: 'evidenceDays', counts: 'new' },
  { kind: 'photo_evidence', setting: 'photoEvidenceDays', counts: 'new' },
  { kind: 'data_exports', setting: 'dataExportDays', counts: 'new' },
  { kind: 'unsent_files', days: UNSENT_MS / DAY_MS },
  { kind: 'outgoing_messages', days: bounds.outbox.keptMs / DAY_MS },
  { kind: 'figures', days: bounds.figures.coarseKeptMs / DAY_MS },
] as const satisfies readonly { kind: RetainedKind; [more: string]: unknown }[];

/** The kinds with a setting. */
export type SettableKind = Extract<(typeof KINDS)[number], { setting: string }>['kind'];

/** What is kept of a kind, and for how long. */
export interface Retained extends Stored {
  readonly kind: RetainedKind;
  readonly days: number;
  /** The setting that decides; undefined for a fixed time. */
  readonly setting: string | undefined;
  readonly counts: 'all' | 'new' | undefined;
}

/** What the tenant keeps of each kind, and for how long. */
export function listRetention(ctx: StaffCtx): Promise<Retained[]> {
  return Promise.all(
    KINDS.map(async (of) => {
      const stored = await selectStored(ctx, of.kind);
      return 'setting' in of
        ? { ...stored, ...of, days: ctx.tenant.settings[of.setting] }
        : { ...stored, ...of, setting: undefined, counts: undefined };
    }),
  );
}

/**
 * What a dry run of some days finds, with the size of the files: of kinds whose stored rows follow the setting, what would be
 * deleted at once if they were kept for so many days; of the others, what ends within so many days. Nothing changes.
 */
export function previewRetention(
  ctx: StaffCtx,
  { kind, days }: { kind: SettableKind; days: number },
): Promise<Due> {
  const follows = KINDS.some((one) => one.kind === kind && 'counts' in one && one.counts === 'all');
  return selectDue(ctx, kind, ctx.now() + (follows ? -days : days) * DAY_MS);
}
