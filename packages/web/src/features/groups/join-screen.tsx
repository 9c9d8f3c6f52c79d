import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Clock, Link2Off } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button, buttonLook } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { Notice } from '../../ui/notice.js';
import { Skeleton } from '../../ui/skeleton.js';
import { useAccount, useRefusal, useSubmit } from '../account/index.js';

/** A group that somebody was invited to by its link, before joining it. */
export function JoinScreen() {
  const t = useTranslations('groups');
  const app = useTranslations('app');
  const { listId, code } = useParams({ from: '/signed-in/join/$listId/$code' });
  const { im } = useAccount();
  const refusalOf = useRefusal();
  const { data, error, refetch } = useQuery({
    queryKey: ['invitation', listId, code],
    queryFn: () => im.group.invitation({ list_id: listId, code }),
    retry: false,
    gcTime: 0,
  });
  return (
    <main id="content" tabIndex={-1} className="flex grow flex-col overflow-y-auto bg-panel outline-none">
      <h1 className="sr-only">{t('joinTitle')}</h1>
      {error ? (
        <Empty icon={Link2Off} title={t('noInvitation')} hint={refusalOf(error)}>
          <div className="flex gap-2">
            <Button onClick={() => void refetch()}>{app('tryAgain')}</Button>
            <Link to="/chats" className={buttonLook('main')}>
              {app('toStart')}
            </Link>
          </div>
        </Empty>
      ) : data ? (
        <Invitation listId={listId} code={code} group={data} />
      ) : (
        <div className="m-auto flex flex-col items-center gap-4">
          <Skeleton className="size-24 rounded-pill" />
          <Skeleton className="h-6 w-40" />
        </div>
      )}
    </main>
  );
}

interface InvitationProps {
  readonly listId: string;
  readonly code: string;
  readonly group: { name: string; photo: string; num: number; need_check: 0 | 1; is_member: 0 | 1 };
}

function Invitation({ listId, code, group }: InvitationProps) {
  const t = useTranslations('groups');
  const chat = useTranslations('chat');
  const app = useTranslations('app');
  const { im, chats } = useAccount();
  const navigate = useNavigate();
  const { isBusy, refusal, submit } = useSubmit();
  const [isWaiting, setWaiting] = useState(false);
  const { name, photo, num, need_check: needsApproval, is_member: isMember } = group;

  async function join(): Promise<void> {
    if (isMember === 0) await im.message.addChat({ list_id: listId, type: 1, code });
    // Whoever was removed before waits for a manager too.
    const { is_member: isIn } = await im.group.invitation({ list_id: listId, code });
    if (isIn === 0) return setWaiting(true);
    chats.refresh([listId]);
    await navigate({ to: '/chats/$listId', params: { listId } });
  }

  if (isWaiting) return <Empty icon={Clock} title={t('waiting')} hint={t('waitingHint', { name })} />;
  return (
    <div className="m-auto flex max-w-form animate-rise flex-col items-center gap-3 p-6 text-center">
      <Avatar id={listId} name={name} photo={photo} size="huge" />
      <p className="text-head font-strong wrap-anywhere">{name}</p>
      <p className="text-secondary">{chat('members', { count: num })}</p>
      {needsApproval === 1 && isMember === 0 && (
        <p className="text-secondary text-balance">{t('approvalHint')}</p>
      )}
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      <Button look="main" className="mt-2" isBusy={isBusy} onClick={() => void submit(join)}>
        {t(isMember === 1 ? 'open' : needsApproval === 1 ? 'ask' : 'join')}
      </Button>
      <Link to="/chats" className={buttonLook('quiet')}>
        {app('toStart')}
      </Link>
    </div>
  );
}
