import type { Quota } from '../db/tables/billing.js';
import type { TenantSettings } from '../kernel/index.js';

/**
 * The daily limit of a quota; null for no limit. Each trusted report halves the limits of actions that affect others,
 * down to one.
 */
export function dailyLimit(
  settings: TenantSettings,
  quota: Quota,
  has: { readonly isVip: boolean; readonly plan?: { readonly tickets: number } | null },
  reports: number,
): number | null {
  const limit = fullLimit(settings, quota, has);
  if (limit === null || quota === 'stranger_key') return limit;
  return Math.max(Math.min(limit, 1), Math.floor(limit / 2 ** reports));
}

function fullLimit(
  settings: TenantSettings,
  quota: Quota,
  { isVip, plan }: Parameters<typeof dailyLimit>[2],
): number | null {
  switch (quota) {
    case 'ticket':
      if (isVip) return settings.vipUnlimitedTickets ? null : (plan?.tickets ?? 0);
      return settings.ticketsPerDay < 0 ? null : settings.ticketsPerDay;
    case 'wave':
      return isVip ? settings.wavesPerDayVip : settings.wavesPerDay;
    case 'super_wave':
      return isVip ? settings.superWavesPerDayVip : settings.superWavesPerDay;
    case 'stranger_key':
      return isVip ? null : settings.strangerKeysPerDay;
  }
}
