import { bounds, type Ctx } from '../kernel/index.js';
import { hasPermission, type StaffCtx } from '../staff/index.js';
import { selectInstallationSteps, selectTenantSteps } from './figures-store.js';
import {
  selectAppealsState,
  selectPhotosState,
  selectReportsState,
  selectRestrictedPhotosState,
  type QueueState,
} from './overview-store.js';
import { selectStoredSizes, type StoredSize } from './sizes-store.js';
import { figuresOf, type Point, type Step } from './rules.js';

/** The queues, each with the permission that shows it. */
const QUEUES = {
  photos: 'photos',
  reports: 'reports',
  appeals: 'sanctions',
  child_safety: 'child_safety',
  child_safety_photos: 'child_safety',
} as const;

/** A queue that the caller may see. */
export interface Queue extends QueueState {
  readonly name: keyof typeof QUEUES;
}

/** The figures of now: rates of the last minutes, sign-ups of the last day. */
export type CurrentFigures = Omit<Point, 'at'>;

/** How it goes now. */
export interface Overview {
  readonly tenant: CurrentFigures;
  /** Only for who owns the installation. */
  readonly installation: CurrentFigures | undefined;
  readonly queues: readonly Queue[];
  /** How much of each kind the tenant stores, as it was summed last. */
  readonly storage: readonly StoredSize[];
  /** Undefined before the first time. */
  readonly summedAt: number | undefined;
}

const MINUTE_MS = 60_000;
/** The minutes that count as now, without the one that is not over. */
const RECENT_MINUTES = 5;
/** Who is online is looked at several times in a minute. An older figure says nothing about now. */
const ONLINE_MINUTES = 2;

/** How it goes now, as far as the caller may see it. */
export async function getOverview(ctx: StaffCtx): Promise<Overview> {
  const shown = (Object.keys(QUEUES) as Queue['name'][]) // the keys of the table are its queues
    .filter((name) => hasPermission(ctx.staff, QUEUES[name]));
  const [tenant, installation, states, sizes] = await Promise.all([
    loadCurrent(ctx, selectTenantSteps),
    ctx.staff.ownsInstallation ? loadCurrent(ctx, selectInstallationSteps) : undefined,
    Promise.all(shown.map(async (name) => ({ name, ...(await loadQueue(ctx, name)) }))),
    selectStoredSizes(ctx),
  ]);
  const storage = sizes.map(({ kind, amount, bytes }) => ({ kind, amount, bytes }));
  return { tenant, installation, queues: states, storage, summedAt: sizes[0]?.at };
}

function loadQueue(ctx: StaffCtx, name: Queue['name']): Promise<QueueState> {
  switch (name) {
    case 'photos':
      return selectPhotosState(ctx);
    case 'appeals':
      return selectAppealsState(ctx, hasPermission(ctx.staff, 'child_safety'));
    case 'child_safety_photos':
      return selectRestrictedPhotosState(ctx);
    default:
      return selectReportsState(ctx, name === 'child_safety');
  }
}

async function loadCurrent(
  ctx: Ctx,
  select: (ctx: Ctx, of: { stepMinutes: number; since: number }) => Promise<Step[]>,
): Promise<CurrentFigures> {
  const now = ctx.now();
  const { fineMinutes, coarseMinutes } = bounds.figures;
  const thisMinute = now - (now % MINUTE_MS);
  const [fine, day] = await Promise.all([
    select(ctx, { stepMinutes: fineMinutes, since: thisMinute - RECENT_MINUTES * MINUTE_MS }),
    select(ctx, { stepMinutes: coarseMinutes, since: now - 24 * 60 * MINUTE_MS }),
  ]);
  const over = fine.filter(({ at }) => at < thisMinute);
  const seen = fine.findLast(({ online, at }) => online !== null && at > now - ONLINE_MINUTES * MINUTE_MS);
  const sized = day.findLast(({ storedBytes }) => storedBytes !== null);
  const { online: _, ...rates } = figuresOf(over, RECENT_MINUTES * MINUTE_MS);
  return {
    ...rates,
    signUps: figuresOf(day, 1).signUps,
    ...(seen && pick(seen, ['online'])),
    ...(sized && pick(sized, ['storedBytes', 'databaseBytes'])),
  };
}

/** The known ones of some values of a step. */
function pick(step: Step, names: readonly ('online' | 'storedBytes' | 'databaseBytes')[]): Partial<Point> {
  return Object.fromEntries(names.flatMap((name) => (step[name] === null ? [] : [[name, step[name]]])));
}
