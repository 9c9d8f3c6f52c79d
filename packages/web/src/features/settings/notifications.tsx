import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from '../../text/index.js';
import { Notice } from '../../ui/notice.js';
import { Skeleton } from '../../ui/skeleton.js';
import { Switch } from '../../ui/switch.js';
import { Loaded, useAccount, useRefusal } from '../account/index.js';
import { usePush } from '../push/index.js';
import { SettingsPane } from './parts.js';

/** Whether this browser tells of messages while the client is closed, and what it shows. */
export function NotificationsPage() {
  const t = useTranslations('push');
  const refusal = useRefusal();
  const { state, change } = usePush();
  return (
    <SettingsPane page="notifications">
      {state === 'unsupported' && <Notice>{t('unsupported')}</Notice>}
      {state === 'blocked' && <Notice>{t('isBlocked')}</Notice>}
      {(state === 'on' || state === 'off') && (
        <Switch
          label={t('here')}
          hint={t('hereHint')}
          isOn={change.isPending ? change.variables : state === 'on'}
          onChange={(isOn) => change.mutate(isOn)}
        />
      )}
      {change.error && <Notice isError>{refusal(change.error)}</Notice>}
      <ShowText />
    </SettingsPane>
  );
}

function ShowText() {
  const t = useTranslations('push');
  const { im } = useAccount();
  const queries = useQueryClient();
  const refusal = useRefusal();
  const config = useQuery({ queryKey: ['push-config'], queryFn: () => im.push.config(), staleTime: 0 });
  const set = useMutation({
    mutationFn: (isOn: boolean) => im.push.showText({ value: isOn ? 1 : 0 }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['push-config'] }),
  });
  return (
    <Loaded of={config} loading={<Skeleton className="h-12" />}>
      {({ show_text: isShown }) => (
        <>
          <Switch
            label={t('showText')}
            hint={t('showTextHint')}
            isOn={set.isPending ? set.variables : isShown === 1}
            onChange={(isOn) => set.mutate(isOn)}
          />
          {set.error && <Notice isError>{refusal(set.error)}</Notice>}
        </>
      )}
    </Loaded>
  );
}
