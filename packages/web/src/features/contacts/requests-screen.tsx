import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { UserRoundPlus } from 'lucide-react';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { Notice } from '../../ui/notice.js';
import { Pane } from '../../ui/pane.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { useAccount, useFriendRequests, useRefusal } from '../account/index.js';
import { Back } from './back.js';

/** Who wants to be a friend. */
export function RequestsScreen() {
  const t = useTranslations('contacts');
  const app = useTranslations('app');
  const { data, isError, refetch } = useFriendRequests();
  return (
    <Pane title={t('requests')} back={<Back />}>
      {data === undefined && !isError && <SkeletonRows count={3} />}
      {data === undefined && isError && (
        <Empty icon={UserRoundPlus} title={t('failed')}>
          <Button onClick={() => void refetch()}>{app('tryAgain')}</Button>
        </Empty>
      )}
      {data?.length === 0 && (
        <Empty icon={UserRoundPlus} title={t('noRequests')} hint={t('noRequestsHint')} />
      )}
      <ul className="flex flex-col gap-2">
        {data?.map((request) => (
          <li key={request.id}>
            <Request request={request} />
          </li>
        ))}
      </ul>
    </Pane>
  );
}

type FriendRequest = NonNullable<ReturnType<typeof useFriendRequests>['data']>[number];

function Request({ request: { id, user_id, nickname, photo, content, status } }: { request: FriendRequest }) {
  const t = useTranslations('contacts');
  const { im } = useAccount();
  const queries = useQueryClient();
  const refusal = useRefusal();
  const answer = useMutation({
    mutationFn: (isAccepted: boolean) =>
      isAccepted ? im.action.friendAddAction({ apply_id: id }) : im.friend.removeApply({ id }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['friend-requests'] }),
  });
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card border border-line p-3">
      <Link
        to="/contacts/$userId"
        params={{ userId: String(user_id) }}
        className="flex min-w-40 grow basis-0 items-center gap-3 rounded-control"
      >
        <Avatar id={user_id} name={nickname} photo={photo} />
        <span className="flex min-w-0 flex-col">
          <span className="truncate font-medium">{nickname}</span>
          {content !== '' && <span className="text-small text-secondary wrap-anywhere">{content}</span>}
        </span>
      </Link>
      {status === 0 ? (
        <span className="flex gap-2">
          <Button onClick={() => answer.mutate(false)} isBusy={answer.isPending}>
            {t('dismiss')}
          </Button>
          <Button look="main" onClick={() => answer.mutate(true)} isBusy={answer.isPending}>
            {t('accept')}
          </Button>
        </span>
      ) : (
        <span className="text-small text-secondary">{t('isFriend')}</span>
      )}
      {answer.error && <Notice isError>{refusal(answer.error)}</Notice>}
    </div>
  );
}
