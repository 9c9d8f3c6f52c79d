import { useQuery } from '@tanstack/react-query';
import { Crown } from 'lucide-react';
import { useFormatter, useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';
import { Skeleton } from '../../ui/skeleton.js';
import { useAccount } from '../account/index.js';
import { useStanding } from '../discover/index.js';

/** The plan that is running, and those for sale. A page cannot prove a purchase, so it sells nothing. */
export function Vip() {
  const t = useTranslations('ownCard');
  const { api } = useAccount();
  const format = useFormatter();
  const { data: standing } = useStanding();
  const { data: offer } = useQuery({ queryKey: ['vip'], queryFn: () => api.user_friendship.vip_plan() });
  if (!standing || !offer) return <Skeleton className="h-24" />;
  return (
    <>
      <p className="flex items-center gap-3">
        <span className="flex size-11 shrink-0 items-center justify-center rounded-pill bg-tint text-accent">
          <Icon of={Crown} />
        </span>
        {!standing.is_vip
          ? t('noVip')
          : standing.vip_until_ts === null
            ? t('isVip')
            : t('isVipUntil', { date: format.dateTime(standing.vip_until_ts, 'longDate') })}
      </p>
      <ul className="flex flex-col gap-2">
        {offer.list.map((plan) => (
          <li
            key={plan.plan_code}
            className="flex flex-wrap items-baseline justify-between gap-x-3 rounded-control border border-line px-3 py-2"
          >
            <span className="font-medium">
              {plan.plan_name}
              {plan.plan_status && <span className="ms-2 text-small text-accent">{t('running')}</span>}
            </span>
            <span className="text-small text-secondary tabular-nums">
              {plan.amount}
              {percent(plan.plan_discount) !== undefined &&
                ` · ${t('discount', { discount: percent(plan.plan_discount)! })}`}
            </span>
          </li>
        ))}
      </ul>
      <p className="text-small text-secondary">{t('buyInApp')}</p>
    </>
  );
}

/** The server words the discount; only its number is language-free. */
function percent(discount: string): string | undefined {
  return /\d+ ?%/.exec(discount)?.[0];
}
