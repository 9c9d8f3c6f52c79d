import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Images } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { im, Result } from '@kith/contract';
import { signatureOf } from '../../client/signature.js';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button, buttonLook } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { Pane } from '../../ui/pane.js';
import { Skeleton } from '../../ui/skeleton.js';
import { Loaded, useAccount, usePerson } from '../account/index.js';
import { PersonMenu } from '../discover/index.js';
import { Back } from './back.js';
import { CommonGroups, Remark } from './person-parts.js';
import { Befriend, OpenChat } from './person-actions.js';

const RemoveFriend = lazy(async () => ({ default: (await import('./remove-friend.js')).RemoveFriend }));

/** Somebody's page: who it is, and what one can do together. */
export function PersonScreen() {
  const { userId } = useParams({ from: '/signed-in/contacts/$userId' });
  return <Person key={userId} id={Number(userId)} />;
}

function Person({ id }: { readonly id: number }) {
  const t = useTranslations('contacts');
  const { session } = useAccount();
  const navigate = useNavigate();
  const person = usePerson(id);
  const loading = (
    <div className="flex items-center gap-4">
      <Skeleton className="size-24 rounded-pill" />
      <Skeleton className="h-6 w-40" />
    </div>
  );
  return (
    <Pane
      title={person.data?.nickname ?? t('person')}
      back={<Back />}
      end={
        person.data &&
        id !== session.userId && (
          <PersonMenu
            userId={id}
            name={person.data.nickname}
            label={t('more')}
            onBlocked={() => navigate({ to: '/contacts' })}
          />
        )
      }
    >
      <Loaded of={person} loading={loading}>
        {(data) => <Details id={id} data={data} />}
      </Loaded>
    </Pane>
  );
}

function Details({ id, data }: { readonly id: number; readonly data: Result<typeof im.get.details> }) {
  const t = useTranslations('contacts');
  const app = useTranslations('app');
  const { session } = useAccount();
  const [isRemoving, setRemoving] = useState(false);
  const isFriend = data.is_friend === 1;
  const isSelf = id === session.userId;
  const signature = signatureOf(data);
  return (
    <>
      <div className="flex items-center gap-4">
        <Avatar id={id} name={data.nickname} photo={data.photo} size="huge" />
        <div className="min-w-0">
          <p className="text-head font-strong wrap-anywhere">{data.nickname}</p>
          {data.username !== '' && <p className="text-secondary wrap-anywhere">@{data.username}</p>}
          {signature !== '' && <p className="mt-1 wrap-anywhere">{signature}</p>}
        </div>
      </div>
      {(isFriend || isSelf) && (
        <div className="flex flex-wrap items-start gap-3">
          {isFriend && <OpenChat id={id} />}
          <Link to="/moments/$userId" params={{ userId: String(id) }} className={buttonLook('plain')}>
            <Icon of={Images} />
            {app('moments')}
          </Link>
        </div>
      )}
      {!isFriend && !isSelf && <Befriend id={id} requestId={data.apply_id} greeting={data.content} />}
      {isFriend && <Remark id={id} />}
      {!isSelf && <CommonGroups id={id} />}
      {isFriend && (
        <Button look="danger" className="self-start" onClick={() => setRemoving(true)}>
          {t('remove')}
        </Button>
      )}
      {isRemoving && (
        <Suspense>
          <RemoveFriend id={id} name={data.nickname} onClose={() => setRemoving(false)} />
        </Suspense>
      )}
    </>
  );
}
