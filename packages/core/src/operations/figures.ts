import { DomainError, type Ctx } from '../kernel/index.js';
import { hasPermission, type StaffCtx } from '../staff/index.js';
import {
  addInstallationCounts,
  addTenantCounts,
  deleteOldFigures,
  selectInstallationSteps,
  selectTenantSteps,
  setInstallationSamples,
  setTenantSamples,
  type Counted,
  type Sampled,
} from './figures-store.js';
import { setStoredSizes } from './sizes-store.js';
import { DURATION_SECONDS, PERIODS, pointsOf, QUEUE_FIGURES, type Period, type Point } from './rules.js';

type Deps = Pick<Ctx, 'db' | 'now'>;

/** Stores what a process has counted. Every node does it for itself. */
export async function recordCounts({ db, now }: Deps, counted: readonly Counted[]): Promise<void> {
  const at = now();
  await addTenantCounts(db, at, counted);
  const sum = (name: 'messages' | 'requests' | 'errors') => counted.reduce((all, one) => all + one[name], 0);
  await addInstallationCounts(db, at, {
    tenantId: null,
    messages: sum('messages'),
    requests: sum('requests'),
    errors: sum('errors'),
    deliveries: [...DURATION_SECONDS, Infinity].map((_, bucket) =>
      counted.reduce((all, one) => all + (one.deliveries[bucket] ?? 0), 0),
    ),
  });
}

/** Stores what one node looks at for all, and deletes what is old. */
export async function recordSamples({ db, now }: Deps, sampled: Sampled): Promise<void> {
  const at = now();
  await setTenantSamples(db, at, sampled);
  await setInstallationSamples(db, at, sampled);
  if (sampled.withSizes) await setStoredSizes(db, at);
}

/** Deletes figures that are older than they are kept. Run periodically. */
export function sweepFigures({ db, now }: Deps): Promise<void> {
  return deleteOldFigures(db, now());
}

/** Whose figures to show. */
export type FiguresOf = 'tenant' | 'installation';

/** The points of charts over a period, the oldest first. Throws `forbidden` for the installation unless it is the caller's. */
export async function listFigures(
  ctx: StaffCtx,
  { of, period }: { of: FiguresOf; period: Period },
): Promise<{ points: Point[]; pointMs: number; since: number; until: number }> {
  if (of === 'installation' && !ctx.staff.ownsInstallation) throw new DomainError('forbidden');
  const { ms, stepMinutes, pointMs } = PERIODS[period];
  const until = ctx.now();
  const since = until - ms - ((until - ms) % pointMs);
  const select = of === 'installation' ? selectInstallationSteps : selectTenantSteps;
  const points = pointsOf(await select(ctx, { stepMinutes, since }), pointMs, until);
  return { points: points.map((point) => withOwnQueues(ctx, point)), pointMs, since, until };
}

/** A point without the queues that the caller may not see. */
function withOwnQueues({ staff }: StaffCtx, point: Point): Point {
  const hidden = Object.entries(QUEUE_FIGURES).flatMap(([name, permission]) =>
    hasPermission(staff, permission) ? [] : [name],
  );
  return Object.fromEntries(
    Object.entries(point).filter(([name]) => !hidden.includes(name)),
  ) as unknown as Point; // only what may be absent
}
