import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { CalendarCheck, SearchX, Upload, UserSearch } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Avatar } from '../../../ui/avatar.js';
import { buttonLook } from '../../../ui/button.js';
import { Empty } from '../../../ui/empty.js';
import { Icon } from '../../../ui/icon.js';
import { SearchField } from '../../../ui/search-field.js';
import { useRowKeys } from '../../../ui/use-row-keys.js';
import { TYPING_MS } from '../../../ui/use-settled.js';
import { ask, Loaded, useOwnSession } from '../../admin/index.js';
import { chipLook } from '../../parts/chip-look.js';
import { Page } from '../../parts/page.js';
import { Pager } from '../../parts/pager.js';
import { useKeys } from '../../parts/use-keys.js';
import { KEYS, LISTS, type PeopleFilters } from './filters.js';
import { Pills } from './pills.js';
import { standingsOf } from './standing.js';

type Found = Result<typeof admin.people.search>;

/** The search for people. The address holds who is looked for. */
export function PeopleScreen() {
  const t = useTranslations('console.people');
  const { permissions } = useOwnSession();
  const filters = useSearch({ from: '/console/people' });
  const { text = '', by } = filters;
  const navigate = useNavigate();
  const field = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const found = useQuery({
    queryKey: ['people', 'found', text, by],
    queryFn: () => ask('GET', '/admin/people', { text, ...(by && { by }) }),
    placeholderData: keepPreviousData,
    enabled: text !== '',
  });
  const [typed, setTyped] = useTyped(text, (wanted) =>
    navigate({
      to: '/console/people',
      search: { ...(wanted !== '' && { text: wanted }), ...(by && { by }) },
      replace: true,
    }),
  );
  useKeys({ '/': () => field.current?.querySelector('input')?.focus() });

  function onKeyDown(event: KeyboardEvent): void {
    const first = list.current?.querySelector<HTMLElement>('[data-row]');
    // Not the Enter that ends a composition; and what is shown must be what was typed.
    const isChosen =
      event.key === 'Enter' &&
      !event.nativeEvent.isComposing &&
      typed.trim() === text &&
      !found.isPlaceholderData;
    if (!first || !(event.key === 'ArrowDown' || isChosen)) return;
    event.preventDefault();
    if (isChosen) first.click();
    else first.focus();
  }

  return (
    <Page
      title={t('title')}
      end={
        <div className="flex items-center gap-2">
          {permissions.includes('sanctions') && (
            <Link to="/console/people/age-changes" className={buttonLook('quiet')}>
              <Icon of={CalendarCheck} />
              <span className="max-md:sr-only">{t('ageChanges.title')}</span>
            </Link>
          )}
          {permissions.includes('accounts') && (
            <Link to="/console/people/import" className={buttonLook('plain')}>
              <Icon of={Upload} />
              {t('import')}
            </Link>
          )}
        </div>
      }
    >
      <div className="flex shrink-0 flex-col gap-3 px-4 pb-3 md:px-6">
        <div ref={field} onKeyDown={onKeyDown}>
          <SearchField
            label={t('search')}
            value={typed}
            autoFocus
            className="w-full max-w-pane"
            onChange={setTyped}
          />
        </div>
        <Keys filters={filters} />
      </div>
      {text === '' ? (
        filters.list === undefined ? (
          <Empty icon={UserSearch} title={t('start')} hint={t('startHint')} />
        ) : (
          <PeopleList of={filters.list} after={filters.after} list={list} />
        )
      ) : (
        <Loaded of={found}>{(data) => <Results found={data} list={list} />}</Loaded>
      )}
    </Page>
  );
}

/** What is typed, which goes to the address when nothing more is typed for a moment. */
function useTyped(text: string, onSettled: (text: string) => unknown): [string, (text: string) => void] {
  const [typed, setTyped] = useState(text);
  const [shown, setShown] = useState(text);
  const [asked, setAsked] = useState(text);
  if (text !== shown) {
    setShown(text);
    // Somebody went to another search, such as back.
    if (text !== asked) setTyped(text);
  }
  const latest = useRef(onSettled);
  useEffect(() => {
    latest.current = onSettled;
  });
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === text) return undefined;
    const timer = setTimeout(() => {
      setAsked(wanted);
      latest.current(wanted);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, text]);
  return [typed, setTyped];
}

function Keys({ filters: { text, by, list } }: { readonly filters: PeopleFilters }) {
  const t = useTranslations('console.people');
  const isSearch = text !== undefined || list === undefined;
  return (
    <div role="group" aria-label={t('by')} className="flex flex-wrap gap-2">
      {LISTS.map((one) => (
        <Link
          key={one}
          to="/console/people"
          search={{ list: one }}
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ 'aria-current': undefined }}
          aria-current={text === undefined && one === list ? 'true' : undefined}
          className={chipLook(text === undefined && one === list)}
        >
          {t(`lists.${one}`)}
        </Link>
      ))}
      {[undefined, ...KEYS].map((key) => (
        <Link
          key={key ?? 'any'}
          to="/console/people"
          search={{ ...(text !== undefined && { text }), ...(key && { by: key }) }}
          replace
          // Two searches of which one contains the other are not the same filter.
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ 'aria-current': undefined }}
          aria-current={isSearch && key === by ? 'true' : undefined}
          className={chipLook(isSearch && key === by)}
        >
          {t(`keys.${key ?? 'any'}`)}
        </Link>
      ))}
    </div>
  );
}

/** A page of everybody, the newest first, or of those who are online. */
function PeopleList({
  of,
  after,
  list,
}: {
  readonly of: NonNullable<PeopleFilters['list']>;
  readonly after: string | undefined;
  readonly list: RefObject<HTMLOListElement | null>;
}) {
  const t = useTranslations('console.people');
  const page = useQuery({
    queryKey: ['people', 'list', of, after],
    queryFn: () => ask('GET', '/admin/people/list', { of, ...(after !== undefined && { after }) }),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded of={page}>
      {({ rows, next }) => (
        <Results found={{ rows, isCut: false }} list={list} count={t(`lists.${of}`)}>
          <Pager
            label={t('pages')}
            to="/console/people"
            first={after !== undefined && { list: of }}
            next={next !== undefined && { list: of, after: next }}
            words={[t('first'), t('more')]}
          />
        </Results>
      )}
    </Loaded>
  );
}

function Results({
  found: { rows, isCut },
  list,
  count,
  children,
}: {
  readonly found: Found;
  readonly list: RefObject<HTMLOListElement | null>;
  /** In place of their number. */
  readonly count?: string;
  /** Below them. */
  readonly children?: ReactNode;
}) {
  const t = useTranslations('console.people');
  const { stop, ...handlers } = useRowKeys({ list, keys: rows.map(({ id }) => String(id)) });
  if (rows.length === 0) return <Empty icon={SearchX} title={t('empty')} hint={t('emptyHint')} />;
  return (
    <div className="min-h-0 grow overflow-y-auto px-4 pb-6 md:px-6">
      <p role="status" className="pb-2 text-small text-secondary">
        {count ?? (isCut ? t('cut', { count: rows.length }) : t('count', { count: rows.length }))}
      </p>
      <ol
        ref={list}
        aria-label={t('results')}
        className="max-w-5xl overflow-hidden rounded-card border border-line bg-panel"
        {...handlers}
      >
        {rows.map((person) => (
          <ResultRow key={person.id} person={person} isStop={stop === String(person.id)} />
        ))}
      </ol>
      {children}
    </div>
  );
}

function ResultRow({ person, isStop }: { readonly person: Found['rows'][number]; readonly isStop: boolean }) {
  const t = useTranslations('console.people');
  const format = useFormatter();
  const now = useNow();
  const { id, nickname, username, avatar, kind, lastSeenAt } = person;
  return (
    <li className="border-line not-last:border-b">
      <Link
        to="/console/people/$id"
        params={{ id }}
        data-row={id}
        tabIndex={isStop ? 0 : -1}
        className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 -outline-offset-2 hover:bg-hover"
      >
        <Avatar id={id} name={nickname || username} photo={avatar} size="small" />
        <span className="min-w-0 grow basis-0">
          <span className="flex items-baseline gap-2">
            <span className="truncate font-medium">{nickname || username}</span>
            <span className="truncate text-small text-secondary">
              {kind === 'visitor' ? t('visitor') : username}
            </span>
          </span>
          <span className="block truncate text-small text-secondary tabular-nums">
            {`${id} · ${t('seen', { time: format.relativeTime(Math.min(lastSeenAt, now), now) })}`}
          </span>
        </span>
        <span className="flex flex-wrap gap-1 max-md:w-full max-md:ps-11">
          <Pills standings={standingsOf(person)} />
        </span>
      </Link>
    </li>
  );
}
