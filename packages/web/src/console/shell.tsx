import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { LogOut } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react';
import { useFormatter, useTranslations } from '../text/index.js';
import { IconButton } from '../ui/button.js';
import { classes } from '../ui/classes.js';
import { Icon } from '../ui/icon.js';
import { Toasts, toast } from '../ui/toast.js';
import { ask, endSession, OpenSession, useRefusal, type OwnSession } from './admin/index.js';
import { PaletteButton } from './palette-button.js';
import type { PlainPath } from './paths.js';
import { sectionsFor } from './places.js';
import { TenantLabel } from './tenant-label.js';

const OpenElsewhere = lazy(async () => ({
  default: (await import('./features/messages/index.js')).OpenElsewhere,
}));

/** What is around every page of an open session. */
export function Shell({ session, children }: { readonly session: OwnSession; readonly children: ReactNode }) {
  const t = useTranslations('console');
  return (
    <OpenSession value={session}>
      <a
        href="#content"
        className="fixed start-2 top-2 z-40 -translate-y-20 rounded-control bg-raised px-4 py-2 focus:translate-y-0 focus:shadow-float"
      >
        {t('skip')}
      </a>
      <div className="flex h-full flex-col md:flex-row">
        <Rail session={session} />
        {/* Nothing of a page stays when the tenant is another one. */}
        <main
          key={session.tenant.id}
          id="content"
          tabIndex={-1}
          className="flex min-h-0 min-w-0 grow flex-col outline-none"
        >
          {session.permissions.includes('messages') && (
            <Suspense>
              <OpenElsewhere />
            </Suspense>
          )}
          {children}
        </main>
      </div>
      <Toasts />
    </OpenSession>
  );
}

function Rail({ session }: { readonly session: OwnSession }) {
  const { staff } = session;
  const t = useTranslations('console');
  const refusalOf = useRefusal();
  const waiting = useWaiting(session.permissions);
  const rail = useRef<HTMLElement>(null);
  const path = useLocation({ select: ({ pathname }) => pathname });
  // On a phone the row is longer than the window, and the counts move what follows them.
  const counted = waiting.size;
  useEffect(() => {
    const place = rail.current?.querySelector('[data-status=active]');
    place?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path, counted]);
  const row =
    'flex h-10 shrink-0 items-center gap-3 rounded-control px-3 text-secondary md:h-7 transition-colors hover:bg-hover hover:text-text';
  return (
    <header
      ref={rail}
      className="flex shrink-0 items-center gap-2 overflow-x-auto border-line p-2 max-md:border-b md:w-56 md:flex-col md:items-stretch md:border-e md:p-3"
    >
      <TenantLabel session={session} />
      <PaletteButton className={row} />
      <nav
        aria-label={t('places')}
        className="flex gap-1 md:-m-1 md:min-h-0 md:flex-col md:overflow-y-auto md:p-1"
      >
        {sectionsFor(session).map((places) => (
          <div
            key={places[0]?.to}
            className="contents md:block md:border-line md:py-0.75 md:not-first:border-t md:first:pt-0"
          >
            {places.map(({ to, name, icon }) => (
              <Link
                key={to}
                to={to}
                aria-describedby={waiting.has(to) ? `${name}-waiting` : undefined}
                // Every page is below the first one.
                activeOptions={{ exact: to === '/console', includeSearch: false }}
                className={classes(row, 'data-[status=active]:bg-tint data-[status=active]:text-accent')}
              >
                <Icon of={icon} />
                {t(`pages.${name}`)}
                <Waiting id={`${name}-waiting`} count={waiting.get(to)} />
              </Link>
            ))}
          </div>
        ))}
      </nav>
      <div className="ms-auto flex items-center justify-between gap-1 md:mt-auto md:ms-0">
        <p className="hidden min-w-0 ps-3 text-small text-secondary md:block">
          <span className="block truncate font-medium text-text">{staff.name}</span>
          {t(`roles.${staff.role}`)}
        </p>
        <IconButton
          label={t('signOut')}
          onClick={() => void endSession().catch((error: unknown) => toast(refusalOf(error)))}
        >
          <Icon of={LogOut} />
        </IconButton>
      </div>
    </header>
  );
}

/** How many items wait in a queue. It is no part of the link's name. */
function Waiting({ id, count }: { readonly id: string; readonly count: number | undefined }) {
  const t = useTranslations('console');
  const format = useFormatter();
  if (count === undefined) return null;
  return (
    <>
      <span aria-hidden className="text-small tabular-nums md:ms-auto">
        {format.number(count)}
      </span>
      <span id={id} hidden>
        {t('waiting', { count })}
      </span>
    </>
  );
}

const QUEUES: Readonly<Record<string, PlainPath>> = {
  photos: '/console/photos',
  reports: '/console/reports',
  appeals: '/console/appeals',
  child_safety: '/console/child-safety',
};
const WAITING_EVERY_MS = 60_000;

/** The queues in which something waits, by their pages. */
function useWaiting(permissions: OwnSession['permissions']): ReadonlyMap<PlainPath, number> {
  const { data } = useQuery({
    queryKey: ['overview'],
    queryFn: () => ask('GET', '/admin/overview'),
    refetchInterval: WAITING_EVERY_MS,
    enabled: permissions.includes('overview'),
  });
  return new Map(
    data?.queues.flatMap(({ name, waiting }) => {
      const page = QUEUES[name];
      return page !== undefined && waiting > 0 ? [[page, waiting] as const] : [];
    }),
  );
}
