import type { admin, Params } from '@kith/contract';

type SeriesParams = Params<typeof admin.overview.series>;

export const PERIODS = ['hour', 'day', 'week', 'month'] as const satisfies readonly SeriesParams['period'][];

/** What the address says about the charts; absent for a day of the tenant. */
export interface OverviewFilters {
  readonly period?: (typeof PERIODS)[number];
  readonly of?: 'installation';
}

/** The filters in an address; what cannot be one is left out. */
export function readOverviewFilters({ period, of }: Record<string, unknown>): OverviewFilters {
  const known = PERIODS.find((one) => one === period);
  return {
    ...(known !== undefined && { period: known }),
    ...(of === 'installation' && { of: 'installation' }),
  };
}
