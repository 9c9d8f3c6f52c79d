import { listUnsanctioned } from '../accounts/index.js';
import { listForbiddenPairs } from '../contacts/index.js';
import { DomainError, type AccountId, type Ctx, type Tx } from '../kernel/index.js';

/** People to admit, and the members whom they would join. */
interface Admission {
  readonly newcomers: readonly AccountId[];
  readonly memberIds: readonly AccountId[];
}

/**
 * Requires that new members are active, not sanctioned, and allowed to meet every member. Throws `not_found` in all
 * these cases, so that the error reveals neither blocks nor ages.
 */
export async function requireEligible(tx: Tx, admission: Admission): Promise<void> {
  const fit = await listUnsanctioned(tx, admission.newcomers);
  if (admission.newcomers.some((id) => !fit.has(id))) throw new DomainError('not_found');
  await requireMayMeet(tx, admission);
}

/**
 * Requires that new members are allowed to meet every member. An unproven minor in the group excludes only minors.
 * Throws `not_found`.
 */
export async function requireMayMeet(ctx: Ctx, { newcomers, memberIds }: Admission): Promise<void> {
  const apart = await listForbiddenPairs(ctx, newcomers, memberIds, {
    limit: 1,
    ignoresUnprovenMinors: true,
  });
  if (apart.length > 0) throw new DomainError('not_found');
}
