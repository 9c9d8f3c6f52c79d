import { listUnsanctioned } from '../accounts/index.js';
import { listForbiddenPairs } from '../contacts/index.js';
import { DomainError, type AccountId, type Ctx } from '../kernel/index.js';

/** Some people, and those beside whom they would be. */
interface Admission {
  readonly newcomers: readonly AccountId[];
  readonly memberIds: readonly AccountId[];
}

/**
 * Refuses to put people into a group who are not here or may not write, or whom the rule of sight keeps from somebody
 * there. Throws `not_found` for all of that, so that nobody learns who is kept from whom.
 */
export async function requireEligible(tx: Ctx, admission: Admission): Promise<void> {
  const fit = await listUnsanctioned(tx, admission.newcomers);
  if (admission.newcomers.some((id) => !fit.has(id))) throw new DomainError('not_found');
  await requireMayMeet(tx, admission);
}

/**
 * Refuses newcomers of whom the rule of sight keeps one from somebody in the memberIds. A member who only says to be under age
 * keeps out minors alone. Throws `not_found`.
 */
export async function requireMayMeet(tx: Ctx, { newcomers, memberIds }: Admission): Promise<void> {
  const apart = await listForbiddenPairs(tx, newcomers, memberIds, { limit: 1, ignoresUnprovenMinors: true });
  if (apart.length > 0) throw new DomainError('not_found');
}
