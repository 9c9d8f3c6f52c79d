import { Link } from '@tanstack/react-router';
import { Bookmark, Clapperboard, IdCard, Images, LifeBuoy, LogOut, type LucideIcon } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { signOut } from '../../client/session.js';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { classes } from '../../ui/classes.js';
import { Icon } from '../../ui/icon.js';
import { useAccount, useOwnProfile } from '../account/index.js';
import { AppealLink } from './appeal.js';
import { pages } from './pages.js';

const Confirm = lazy(async () => ({ default: (await import('../../ui/confirm.js')).Confirm }));

/** Oneself, the places that a phone has no tab for, and the pages of settings. */
export function MeList() {
  const t = useTranslations('me');
  const app = useTranslations('app');
  useEffect(() => {
    // Who signs out without a network must find the form; without it now, the page says so then.
    import('../sign-in/index.js').catch(() => undefined);
  }, []);
  return (
    <>
      <header className="flex items-center px-4 head">
        <h1 className="text-head font-strong">{t('title')}</h1>
      </header>
      <div className="min-h-0 grow overflow-y-auto overscroll-contain px-2 pb-4">
        <Self />
        <AppealLink />
        <div className="mt-2 flex flex-col border-t border-line pt-2">
          <Row to="/card" icon={IdCard} text={t('card')} />
          <Row to="/moments" icon={Images} text={app('moments')} isNarrowOnly />
          <Row to="/videos" icon={Clapperboard} text={app('videos')} isNarrowOnly />
          <Row to="/favourites" icon={Bookmark} text={app('favourites')} isNarrowOnly />
          <Row to="/help" icon={LifeBuoy} text={app('help')} isNarrowOnly />
        </div>
        <nav aria-label={t('settings')} className="mt-2 flex flex-col border-t border-line pt-2">
          {pages.map(({ to, icon, name }) => (
            <Row key={to} to={to} icon={icon} text={t(`pages.${name}`)} />
          ))}
        </nav>
        <SignOut />
      </div>
    </>
  );
}

/** A visitor is asked first: there is no way back to the account. */
function SignOut() {
  const t = useTranslations('me');
  const app = useTranslations('app');
  const { session } = useAccount();
  const [isAsking, setAsking] = useState(false);
  return (
    <div className="mt-2 flex flex-col gap-2 border-t border-line px-2 pt-4">
      <Button
        look="danger"
        className="self-start"
        onClick={() => (session.isVisitor ? setAsking(true) : void signOut())}
      >
        <Icon of={LogOut} />
        {t('signOut')}
      </Button>
      <p className="text-small text-secondary">{t(session.isVisitor ? 'visitor' : 'signOutHint')}</p>
      {isAsking && (
        <Suspense>
          <Confirm
            title={t('visitorSignOut')}
            hint={t('visitorSignOutHint')}
            action={t('signOut')}
            labels={{ close: app('close'), cancel: app('cancel') }}
            onConfirm={signOut}
            refusalOf={String}
            onClose={() => setAsking(false)}
          />
        </Suspense>
      )}
    </div>
  );
}

function Self() {
  const t = useTranslations('me');
  const { session } = useAccount();
  const { data } = useOwnProfile();
  const name = data?.nickname ?? session.name;
  return (
    <Link
      to="/me/profile"
      className="flex items-center gap-4 rounded-card p-2 transition-colors hover:bg-hover"
    >
      <Avatar id={session.userId} name={name} photo={data?.photo ?? session.photo} size="large" />
      <span className="min-w-0">
        <span className="block truncate text-head font-strong">{name}</span>
        {data !== undefined && (
          <span className="block truncate text-secondary">{t('username', { name: data.username })}</span>
        )}
      </span>
    </Link>
  );
}

function Row({
  to,
  icon,
  text,
  isNarrowOnly = false,
}: {
  readonly to: (typeof pages)[number]['to'] | '/card' | '/moments' | '/videos' | '/favourites' | '/help';
  readonly icon: LucideIcon;
  readonly text: string;
  /** A place that wide windows have in their rail. */
  readonly isNarrowOnly?: boolean;
}) {
  return (
    <Link
      to={to}
      className={classes(
        'flex min-h-12 items-center gap-4 rounded-card px-3 transition-colors hover:bg-hover aria-[current=page]:bg-tint aria-[current=page]:font-medium',
        isNarrowOnly && 'md:hidden',
      )}
    >
      <span className="text-secondary">
        <Icon of={icon} />
      </span>
      {text}
    </Link>
  );
}
