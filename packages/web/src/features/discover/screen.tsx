import { Link, Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Clapperboard, Images, Mail, UserRoundPen, type LucideIcon } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { classes } from '../../ui/classes.js';
import { Icon } from '../../ui/icon.js';
import { useStrangers } from './use-strangers.js';
import { AgeQuestion } from './age-question.js';
import { SexFilter } from './sex-filter.js';
import { GreetSheet } from './sheets.js';
import { PeopleGrid } from './people-grid.js';
import { QuotaRow } from './quotas.js';
import { LISTS, useStanding, type PeopleList, type Person } from './use-people.js';
import type { Greeting } from './use-wave.js';

/** Finding people: lists of cards, and beside them the profile that is open; in narrow windows one of both. */
export function DiscoverScreen() {
  const t = useTranslations('discover');
  const isOpen = useParams({ strict: false }).userId !== undefined;
  const list = useSearch({ from: '/signed-in/discover' }).list ?? 'near';
  const { data: standing } = useStanding();
  const [greeted, setGreeted] = useState<{ person: Person; greeting: Greeting }>();
  return (
    <main id="content" tabIndex={-1} className="flex min-w-0 grow outline-none">
      <section
        aria-label={t('title')}
        className={classes('min-w-0 grow flex-col', isOpen ? 'hidden lg:flex' : 'flex')}
      >
        <header className="flex shrink-0 flex-col gap-2 px-4">
          <div className="flex items-center gap-1 head">
            <h1 className="grow text-head font-strong">{t('title')}</h1>
            <Strangers />
            <Further to="/moments" icon={Images} name="moments" />
            <Further to="/videos" icon={Clapperboard} name="videos" />
            <Link
              to="/card"
              aria-label={t('ownCard')}
              title={t('ownCard')}
              className="flex size-11 items-center justify-center rounded-pill text-secondary hover:bg-hover hover:text-text"
            >
              <Icon of={UserRoundPen} />
            </Link>
          </div>
          <div className="flex flex-wrap items-center justify-between gap-2">
            <QuotaRow />
            <SexFilter />
          </div>
          <Tabs list={list} />
        </header>
        <div className="min-h-0 grow overflow-y-auto overscroll-contain p-4">
          {standing?.age_status === 0 && (
            <div className="pb-4">
              <AgeQuestion />
            </div>
          )}
          <PeopleGrid
            key={list}
            list={list}
            onGreet={(person, greeting) => setGreeted({ person, greeting })}
          />
        </div>
      </section>
      {isOpen && (
        <div className="flex min-w-0 grow flex-col lg:w-105 lg:grow-0 lg:border-s lg:border-line">
          <Outlet />
        </div>
      )}
      {greeted && (
        <Suspense>
          <GreetSheet
            userId={Number(greeted.person.user_id)}
            name={greeted.person.nickname}
            greeting={greeted.greeting}
            onClose={() => setGreeted(undefined)}
          />
        </Suspense>
      )}
    </main>
  );
}

/** A place that the tab bar of phones has no room for. */
function Further({
  to,
  icon,
  name,
}: {
  readonly to: '/moments' | '/videos';
  readonly icon: LucideIcon;
  readonly name: 'moments' | 'videos';
}) {
  const app = useTranslations('app');
  return (
    <Link
      to={to}
      aria-label={app(name)}
      title={app(name)}
      className="flex size-11 items-center justify-center rounded-pill text-secondary hover:bg-hover md:hidden"
    >
      <Icon of={icon} />
    </Link>
  );
}

function Strangers() {
  const t = useTranslations('discover');
  const count = useStrangers().data?.list.length ?? 0;
  return (
    <Link
      to="/strangers"
      className="flex h-11 items-center gap-2 rounded-pill px-2 text-small font-medium whitespace-nowrap text-secondary tabular-nums md:px-3 hover:bg-hover hover:text-text"
    >
      <Icon of={Mail} />
      {count === 0 ? t('strangers') : t('strangersCount', { count })}
    </Link>
  );
}

/** One tab stop; the arrows change the list. */
function Tabs({ list }: { readonly list: PeopleList }) {
  const t = useTranslations('discover');
  const navigate = useNavigate();
  return (
    <div
      role="tablist"
      aria-label={t('lists')}
      tabIndex={-1}
      className="-mx-4 flex gap-1 overflow-x-auto border-b border-line px-4"
      onKeyDown={(event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        const next = LISTS[(LISTS.indexOf(list) + step + LISTS.length) % LISTS.length]!;
        void navigate({ to: '/discover', search: { list: next }, replace: true });
        event.currentTarget.querySelector<HTMLElement>(`[data-list=${next}]`)?.focus();
      }}
    >
      {LISTS.map((name) => (
        <Link
          key={name}
          to="/discover"
          search={{ list: name }}
          replace
          role="tab"
          data-list={name}
          aria-selected={name === list}
          aria-controls="people"
          tabIndex={name === list ? 0 : -1}
          className={classes(
            '-mb-px flex h-11 shrink-0 items-center border-b-2 px-3 text-small font-medium transition-colors focus-visible:-outline-offset-2',
            name === list ? 'border-accent text-accent' : 'border-transparent text-secondary hover:text-text',
          )}
        >
          {t(`list.${name}`)}
        </Link>
      ))}
    </div>
  );
}
