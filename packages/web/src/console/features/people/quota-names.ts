import { useTranslations } from '../../../text/index.js';

/** The daily quotas. */
export const QUOTAS = ['ticket', 'wave', 'super_wave', 'stranger_key'] as const;

/** What a quota is called. */
export function useQuotaName(): (quota: string) => string {
  const t = useTranslations('console.people.ledger.quotas');
  // A server that is newer than this page may have one without a text here.
  return (quota) => (t.has(quota as 'wave') ? t(quota as 'wave') : quota);
}

/** A number of uses that were given, or taken, with its sign. */
export function signed(amount: number): string {
  return amount > 0 ? `+${amount}` : `−${-amount}`;
}
