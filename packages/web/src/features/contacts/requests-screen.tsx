import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { UserRoundPlus } from 'lucide-react';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { Notice } from '../../ui/notice.js';
import { Pane } from '../../ui/pane.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { Loaded, useAccount, useFriendRequests, useSubmit } from '../account/index.js';
import { GroupRequests } from '../groups/index.js';
import { Back } from './back.js';

/** Who wants to be a friend. */
export function RequestsScreen() {
  const t = useTranslations('contacts');
  return (
    <Pane title={t('requests')} back={<Back />}>
      <GroupRequests />
      <Loaded of={useFriendRequests()} loading={<SkeletonRows count={3} />} failed={t('failed')}>
        {(requests) =>
          requests.length === 0 ? (
            <Empty icon={UserRoundPlus} title={t('noRequests')} hint={t('noRequestsHint')} />
          ) : (
            <ul className="flex flex-col gap-2">
              {requests.map((request) => (
                <li key={request.id}>
                  <Request request={request} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Pane>
  );
}

type FriendRequest = NonNullable<ReturnType<typeof useFriendRequests>['data']>[number];

function Request({ request: { id, user_id, nickname, photo, content, status } }: { request: FriendRequest }) {
  const t = useTranslations('contacts');
  const { im } = useAccount();
  const queries = useQueryClient();
  const { isBusy, refusal, submit } = useSubmit();

  async function answer(isAccepted: boolean): Promise<void> {
    try {
      await (isAccepted ? im.action.friendAddAction({ apply_id: id }) : im.friend.removeApply({ id }));
    } finally {
      // A refusal may mean that another device has answered.
      await queries.invalidateQueries({ queryKey: ['friend-requests'] });
    }
  }

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
          <Button onClick={() => void submit(() => answer(false))} isBusy={isBusy}>
            {t('dismiss')}
          </Button>
          <Button look="main" onClick={() => void submit(() => answer(true))} isBusy={isBusy}>
            {t('accept')}
          </Button>
        </span>
      ) : (
        <span className="text-small text-secondary">{t('isFriend')}</span>
      )}
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
    </div>
  );
}
