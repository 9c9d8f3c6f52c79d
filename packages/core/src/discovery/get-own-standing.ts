import { findEntitlement, loadQuotas, type QuotaState, type VipStatus } from '../billing/index.js';
import { DomainError, type MemberCtx } from '../kernel/index.js';
import { selectOwnChoices, type OwnChoices } from './cards-store.js';

/** The caller's choices for finding people, and what is left of the quotas today. */
export interface OwnStanding {
  readonly choices: OwnChoices;
  readonly vip: VipStatus;
  readonly quotas: Readonly<Record<'ticket' | 'wave' | 'super_wave' | 'stranger_key', QuotaState>>;
}

/** The caller's choices and quotas. Others never see them. */
export async function getOwnStanding(ctx: MemberCtx): Promise<OwnStanding> {
  const [choices, vip, quotas] = await Promise.all([
    selectOwnChoices(ctx),
    findEntitlement(ctx, ctx.actor),
    loadQuotas(ctx),
  ]);
  if (!choices) throw new DomainError('not_signed_in');
  return { choices, vip, quotas };
}
