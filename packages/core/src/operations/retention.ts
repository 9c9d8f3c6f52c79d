import { bounds } from '../kernel/index.js';
import { UNSENT_MS } from '../media/index.js';
import type { StaffCtx } from '../staff/index.js';
import { countBefore, selectStored, type RetainedKind, type Stored } from './retention-store.js';

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

/** The kinds of which a shorter time deletes what is stored. */
export type ShortenedKind = Extract<(typeof KINDS)[number], { counts: 'all' }>['kind'];

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

/** How many rows of a kind would be deleted at once if they were kept for fewer days. Nothing changes. */
export async function previewRetention(
  ctx: StaffCtx,
  { kind, days }: { kind: ShortenedKind; days: number },
): Promise<{ rows: number }> {
  return { rows: await countBefore(ctx, kind, ctx.now() - days * DAY_MS) };
}
