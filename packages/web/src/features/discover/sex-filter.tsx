import { useQueryClient } from '@tanstack/react-query';
import { SlidersHorizontal } from 'lucide-react';
import { useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useRefusal } from '../account/index.js';
import { useStanding } from './use-people.js';

const CHOICES = ['BOTH', 'F', 'M'] as const;

/** Whom the lists show, kept by the server. */
export function SexFilter() {
  const t = useTranslations('discover');
  const { api } = useAccount();
  const queries = useQueryClient();
  const refusalOf = useRefusal();
  const { data } = useStanding();

  async function choose(sex_code: (typeof CHOICES)[number]): Promise<void> {
    try {
      await api.user_friendship.filter_sex_code({ sex_code });
      await Promise.all(
        [['standing'], ['discover']].map((queryKey) => queries.invalidateQueries({ queryKey })),
      );
    } catch (error) {
      toast(refusalOf(error));
    }
  }

  return (
    <label className="relative flex h-11 items-center gap-2 rounded-pill border border-line bg-panel ps-3 text-small hover:bg-hover md:ps-4 has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <span className="text-secondary max-md:hidden">
        <Icon of={SlidersHorizontal} size={16} />
      </span>
      <select
        aria-label={t('filter')}
        value={data?.filter_sex_code ?? 'BOTH'}
        onChange={(event) => void choose(event.target.value as (typeof CHOICES)[number])}
        className="h-full cursor-pointer rounded-pill bg-transparent pe-4 text-text outline-none"
      >
        {CHOICES.map((value) => (
          <option key={value} value={value} className="bg-raised">
            {t(`sex.${value}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
