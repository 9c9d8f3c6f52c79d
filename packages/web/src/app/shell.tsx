import { Link, Outlet, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { sessions } from '../client/session.js';
import {
  AccountProvider,
  useAccount,
  useIsOffline,
  useUnread,
  useWaitingRequests,
} from '../features/account/index.js';
import { GroupNews } from '../features/groups/index.js';
import { KeysHost } from '../features/keys/index.js';
import { WorkerLink } from '../features/push/index.js';
import { SearchHost } from '../features/search/index.js';
import { Calls } from '../features/calls/index.js';
import { useTranslations } from '../text/index.js';
import { Avatar } from '../ui/avatar.js';
import { Badge } from '../ui/badge.js';
import { classes } from '../ui/classes.js';
import { Icon } from '../ui/icon.js';
import { Toasts } from '../ui/toast.js';
import { Hints } from './hints.js';
import { NewVersion } from './new-version.js';
import { places } from './places.js';

/** What is around every page of somebody who is signed in. */
export function Shell() {
  const session = useStore(sessions, (state) => state.session);
  if (!session) return null; // the router is about to leave
  return (
    <AccountProvider key={session.token} session={session}>
      <Frame />
    </AccountProvider>
  );
}

function Frame() {
  const t = useTranslations('app');
  const isInChat = useParams({ strict: false }).listId !== undefined;
  return (
    <div className="flex h-full flex-col">
      <a
        href="#content"
        className="fixed start-2 top-2 z-40 -translate-y-20 rounded-control bg-raised px-4 py-2 focus:translate-y-0 focus:shadow-float"
      >
        {t('skip')}
      </a>
      <Title />
      <Banner />
      <Hints />
      <div className="flex min-h-0 grow">
        <Places
          className="hidden w-rail shrink-0 flex-col items-center gap-2 overflow-y-auto border-e border-line py-4 [scrollbar-width:none] md:flex"
          hasFace
        />
        <div className="flex min-w-0 grow">
          <Outlet />
        </div>
      </div>
      <Places
        className={classes(
          'justify-around border-t border-line bg-panel safe-bottom md:hidden',
          isInChat ? 'hidden' : 'flex',
        )}
      />
      <NewVersion />
      <WorkerLink />
      <SearchHost />
      <KeysHost />
      <Calls />
      <Toasts />
      <GroupNews />
    </div>
  );
}

/** The rail of wide windows, and the tab bar of phones. */
function Places({ className, hasFace = false }: { readonly className: string; readonly hasFace?: boolean }) {
  const t = useTranslations('app');
  const session = useStore(sessions, (state) => state.session);
  return (
    <nav aria-label={t('places')} className={className}>
      {hasFace && session && (
        <Link to="/me" aria-label={t('me')} tabIndex={-1} className="mb-3 rounded-pill">
          <Avatar id={session.userId} name={session.name} photo={session.photo} />
        </Link>
      )}
      {places.map(({ to, icon, name, isWideOnly }) => (
        <Link
          key={to}
          to={to}
          className={classes(
            'relative min-h-14 min-w-14 flex-col items-center justify-center gap-0.5 rounded-card px-1 text-meta text-secondary transition-colors hover:bg-hover hover:text-text data-[status=active]:text-accent',
            isWideOnly ? 'hidden md:flex' : 'flex',
          )}
        >
          <Icon of={icon} size={22} />
          {t(name)}
          <Waiting place={name} />
        </Link>
      ))}
    </nav>
  );
}

/** How many things wait at a place. */
function Waiting({ place }: { readonly place: (typeof places)[number]['name'] }) {
  const t = useTranslations('app');
  const unread = useUnread();
  const requests = useWaitingRequests();
  const counts: Partial<Record<typeof place, number>> = { chats: unread, contacts: requests };
  const count = counts[place] ?? 0;
  if (count === 0) return null;
  const label = place === 'contacts' ? t('requests', { count }) : t('unread', { count });
  return <Badge count={count} label={label} className="absolute end-1 top-1" />;
}

/** The number of unread messages in the title of the tab, and a dot on its icon. */
function Title() {
  const t = useTranslations('app');
  const unread = useUnread();
  const icon = unread > 0 ? '/favicon-unread.svg' : '/favicon.svg';
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (link) link.href = icon;
    return () => {
      if (link) link.href = '/favicon.svg';
    };
  }, [icon]);
  return <title>{unread > 0 ? `(${unread}) ${t('name')}` : t('name')}</title>;
}

/** Says that there is no connection, when it has been gone for a moment. */
function Banner() {
  const t = useTranslations('app');
  const { realtime } = useAccount();
  const isOffline = useIsOffline();
  return (
    <div role="status">
      {isOffline && (
        <p className="flex flex-wrap items-center justify-center gap-x-3 bg-tint px-4 py-2 text-small">
          {t('offline')}
          <button
            type="button"
            className="font-medium text-accent hover:underline"
            onClick={() => realtime.wake()}
          >
            {t('tryNow')}
          </button>
        </p>
      )}
    </div>
  );
}
