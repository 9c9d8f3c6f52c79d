import type { api, Result } from '@kith/contract';
import type { QuotaState } from '@kith/core/billing';
import type { OwnStanding } from '@kith/core/discovery';

/** The caller's choices and quotas. */
export function presentStanding({
  choices,
  vip,
  quotas,
}: OwnStanding): Result<typeof api.user_friendship.standing> {
  return {
    age_status: choices.ageStatus,
    filter_sex_code: choices.sexFilter,
    chat_status: choices.acceptsChats ? 'yes' : 'no',
    hide_presence: choices.isPresenceHidden ? 1 : 0,
    hide_visits: choices.isBrowsingHidden ? 1 : 0,
    is_vip: vip.isVip,
    plan_code: vip.plan?.code ?? '',
    vip_until_ts: vip.until,
    tickets: presentQuota(quotas.ticket),
    waves: presentQuota(quotas.wave),
    super_waves: presentQuota(quotas.super_wave),
    stranger_keys: presentQuota(quotas.stranger_key),
    reset_ts: quotas.ticket.resetAt,
  };
}

function presentQuota({ limit, remaining }: QuotaState) {
  return { limit, remaining };
}
