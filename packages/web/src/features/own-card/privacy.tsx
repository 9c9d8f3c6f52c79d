import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from '../../text/index.js';
import { Skeleton } from '../../ui/skeleton.js';
import { Switch } from '../../ui/switch.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useRefusal } from '../account/index.js';
import { useStanding } from '../discover/index.js';

/** Who may write, and what others see. Each choice counts at once. */
export function Privacy() {
  const t = useTranslations('ownCard');
  const { api } = useAccount();
  const queries = useQueryClient();
  const refusalOf = useRefusal();
  const { data } = useStanding();
  if (!data) return <Skeleton className="h-32" />;

  async function set(change: Parameters<typeof api.intro.set>[0]): Promise<void> {
    try {
      await api.intro.set(change);
    } catch (error) {
      toast(refusalOf(error));
    }
    await queries.invalidateQueries({ queryKey: ['standing'] });
  }

  return (
    <div className="flex flex-col gap-1">
      <Switch
        label={t('acceptStrangers')}
        hint={t('acceptStrangersHint')}
        isOn={data.chat_status === 'yes'}
        onChange={(isOn) => void set({ chat_status: isOn ? 'yes' : 'no' })}
      />
      <Switch
        label={t('hidePresence')}
        hint={t('hidePresenceHint')}
        isOn={data.hide_presence === 1}
        onChange={(isOn) => void set({ hide_presence: isOn ? 1 : 0 })}
      />
      <Switch
        label={t('hideVisits')}
        hint={t('hideVisitsHint')}
        isOn={data.hide_visits === 1}
        onChange={(isOn) => void set({ hide_visits: isOn ? 1 : 0 })}
      />
    </div>
  );
}
