import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ArrowLeft, Hand, MessageCircle, Sparkles } from 'lucide-react';
import { Suspense, useState } from 'react';
import type { api, Result } from '@kith/contract';
import { useTranslations } from '../../text/index.js';
import { Button, buttonLook } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { Skeleton } from '../../ui/skeleton.js';
import { Loaded, useAccount } from '../account/index.js';
import { leftFor, State } from './person-card.js';
import { PersonMenu } from './person-menu.js';
import { Photos } from './photos.js';
import { GreetSheet } from './sheets.js';
import { useOpenChat } from './use-open-chat.js';
import { useCard, useStanding } from './use-people.js';
import type { Greeting } from './use-wave.js';

type Card = Result<typeof api.intro.card>;

/** A person's profile: photos, words, and at the bottom what one can do. */
export function ProfileScreen() {
  const userId = Number(useParams({ from: '/signed-in/discover/$userId' }).userId);
  return <Profile key={userId} userId={userId} />;
}

function Profile({ userId }: { readonly userId: number }) {
  const t = useTranslations('profile');
  const app = useTranslations('app');
  const { session } = useAccount();
  const navigate = useNavigate();
  const asked = useCard(userId);
  const card = asked.data;
  return (
    <article aria-label={card?.user.nickname ?? t('title')} className="flex min-h-0 grow flex-col bg-panel">
      <header className="flex items-center gap-2 px-2 head">
        <Link
          to="/discover"
          search={(before) => before}
          aria-label={app('back')}
          className="flex size-11 items-center justify-center rounded-pill text-secondary hover:bg-hover"
        >
          <Icon of={ArrowLeft} />
        </Link>
        <h1 className="min-w-0 grow truncate text-title font-strong">{card?.user.nickname ?? t('title')}</h1>
        {card && userId !== session.userId && (
          <PersonMenu
            userId={userId}
            name={card.user.nickname}
            label={t('more')}
            onBlocked={() => navigate({ to: '/discover', search: (before) => before })}
          />
        )}
      </header>
      <Loaded of={asked} loading={<Loading />}>
        {(found) => (
          <>
            <div className="min-h-0 grow overflow-y-auto overscroll-contain">
              <Photos card={found} />
              <Words card={found} />
            </div>
            <Actions userId={userId} card={found} />
          </>
        )}
      </Loaded>
    </article>
  );
}

function Words({ card }: { readonly card: Card }) {
  const t = useTranslations('profile');
  const tag = useTranslations('tag');
  const { user } = card;
  const school = [user.university_name, user.sub_department_name].filter(Boolean).join(' · ');
  const blocks = card.intros.flatMap(({ type, tags = [] }) =>
    tags.length > 0 ? [{ type: type as 'topic' | 'relation' | 'love' | 'actor', tags }] : [],
  );
  return (
    <div className="flex flex-col gap-5 p-4">
      <div>
        <p className="flex items-center gap-2 text-head font-strong">{user.nickname}</p>
        {school !== '' && <p className="text-secondary">{school}</p>}
        {user.tags.length > 0 && <p className="pt-1 wrap-anywhere">{user.tags.join(' · ')}</p>}
      </div>
      {blocks.length === 0 && <p className="text-secondary">{t('noIntro', { name: user.nickname })}</p>}
      {blocks.map(({ type, tags }) => (
        <section key={type} aria-label={t(`block.${type}`)}>
          <h2 className="pb-2 text-small font-medium text-secondary">{t(`block.${type}`)}</h2>
          <ul className="flex flex-wrap gap-2">
            {tags.map(({ id, name }) => (
              <li key={id} className="rounded-pill bg-other px-3 py-1 text-small">
                {tag.has(id as '1') ? tag(id as '1') : name}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** The bar at the bottom: one main action, or what has happened. */
function Actions({ userId, card }: { readonly userId: number; readonly card: Card }) {
  const t = useTranslations('profile');
  const { session } = useAccount();
  const openChat = useOpenChat();
  const { data: standing } = useStanding();
  const [greeting, setGreeting] = useState<Greeting>();
  const { contact, send_status: status, user } = card;
  if (userId === session.userId)
    return (
      <Bar>
        <Link to="/card" className={buttonLook('main', 'grow')}>
          {t('edit')}
        </Link>
      </Bar>
    );
  const waves = leftFor(standing, 'waves');
  const supers = standing?.super_waves.remaining ?? null;

  return (
    <Bar>
      {contact === 'received' && (
        <Button look="main" className="grow" onClick={() => setGreeting('wave')}>
          <Icon of={Hand} />
          {t('answer')}
        </Button>
      )}
      {(contact === 'friend' || (contact === 'none' && status === 1)) && (
        <Button
          look="main"
          className="grow"
          onClick={() => (contact === 'friend' ? void openChat(userId) : setGreeting('message'))}
        >
          <Icon of={MessageCircle} />
          {t('write')}
        </Button>
      )}
      {contact === 'none' && status === 3 && (
        <>
          <Button look="main" className="grow" disabled={waves === 0} onClick={() => setGreeting('wave')}>
            <Icon of={Hand} />
            {waves === null ? t('wave') : t('waveLeft', { left: waves })}
          </Button>
          <Button disabled={supers === 0} onClick={() => setGreeting('super')}>
            <Icon of={Sparkles} />
            {supers === null ? t('superWave') : t('superWaveLeft', { left: supers })}
          </Button>
        </>
      )}
      {contact === 'sent' && <State contact="sent" />}
      {contact === 'none' && status === 2 && (
        <p className="grow text-center text-small text-secondary">{t('closed', { name: user.nickname })}</p>
      )}
      {greeting && (
        <Suspense>
          <GreetSheet
            userId={userId}
            name={user.nickname}
            greeting={greeting}
            isAnswer={contact === 'received'}
            onClose={() => setGreeting(undefined)}
          />
        </Suspense>
      )}
    </Bar>
  );
}

function Bar({ children }: { readonly children: React.ReactNode }) {
  return (
    <div className="shrink-0 border-t border-line safe-bottom">
      <div className="flex min-h-16 items-center gap-2 px-4 py-2">{children}</div>
    </div>
  );
}

function Loading() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="aspect-4/5 w-full rounded-none" />
      <Skeleton className="mx-4 h-5 w-40" />
      <Skeleton className="mx-4 h-4 w-56" />
    </div>
  );
}
