import { bounds, type Ctx, type TenantId } from '../kernel/index.js';

/** Who has to answer a challenge, and what for. */
export interface ChallengeKey {
  readonly tenantId: TenantId;
  readonly holder: string;
  readonly purpose: 'sign_in' | 'prove' | 'add';
}

/** Stores a challenge in place of an earlier one with the same key. */
export async function upsertChallenge(ctx: Ctx, key: ChallengeKey, challenge: string): Promise<void> {
  const change = { challenge, expires_at: ctx.now() + bounds.staff.challengeMs };
  await ctx.db
    .insertInto('staff_challenges')
    .values({ tenant_id: key.tenantId, holder: key.holder, purpose: key.purpose, ...change })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'holder', 'purpose']).doUpdateSet(change))
    .execute();
}

/** Takes a challenge away, so that it is answered once; undefined if there is none, or if it has expired. */
export async function takeChallenge(ctx: Ctx, key: ChallengeKey): Promise<string | undefined> {
  const row = await ctx.db
    .deleteFrom('staff_challenges')
    .where('tenant_id', '=', key.tenantId)
    .where('holder', '=', key.holder)
    .where('purpose', '=', key.purpose)
    .returning(['challenge', 'expires_at as expiresAt'])
    .executeTakeFirst();
  return row && ctx.now() < row.expiresAt ? row.challenge : undefined;
}

/** Deletes challenges that have expired. */
export async function deleteOldChallenges(ctx: Ctx): Promise<void> {
  await ctx.db
    .deleteFrom('staff_challenges')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('expires_at', '<=', ctx.now())
    .execute();
}
