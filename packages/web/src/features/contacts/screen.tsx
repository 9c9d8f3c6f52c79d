import { Link, Outlet, useMatchRoute, useParams } from '@tanstack/react-router';
import { UserRoundPlus, UsersRound } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Badge } from '../../ui/badge.js';
import { buttonLook } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { Icon } from '../../ui/icon.js';
import { SearchField } from '../../ui/search-field.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { TwoPanes } from '../../ui/two-panes.js';
import { useRowKeys } from '../../ui/use-row-keys.js';
import { Loaded, useWaitingRequests } from '../account/index.js';
import { filterContacts } from './rules.js';
import { useContacts, type Letter } from './use-contacts.js';

/** The friends by letter, and the person, the requests or the search that is open. */
export function ContactsScreen() {
  const t = useTranslations('contacts');
  const matches = useMatchRoute();
  const isOpen = matches({ to: '/contacts' }) === false;
  return (
    <TwoPanes label={t('title')} list={<ContactList />} isOpen={isOpen}>
      {isOpen ? <Outlet /> : <Empty icon={UsersRound} title={t('choose')} hint={t('chooseHint')} />}
    </TwoPanes>
  );
}

function ContactList() {
  const t = useTranslations('contacts');
  const [text, setText] = useState('');
  return (
    <>
      <header className="flex items-center justify-between ps-4 pe-2 head">
        <h1 className="text-head font-strong">{t('title')}</h1>
        <Link
          to="/contacts/add"
          aria-label={t('add')}
          title={t('add')}
          className="inline-flex size-11 items-center justify-center rounded-pill text-secondary hover:bg-hover hover:text-text"
        >
          <Icon of={UserRoundPlus} />
        </Link>
      </header>
      <SearchField label={t('filter')} value={text} onChange={setText} className="mx-4 mb-2" />
      <div className="min-h-0 grow overflow-y-auto overscroll-contain pb-2">
        <RequestsLink />
        <GroupsLink />
        <Loaded of={useContacts()} loading={<SkeletonRows />} failed={t('failed')}>
          {(letters) => <Letters letters={letters} text={text} />}
        </Loaded>
      </div>
    </>
  );
}

/** The letters that a text leaves. */
function Letters({ letters, text }: { readonly letters: readonly Letter[]; readonly text: string }) {
  const t = useTranslations('contacts');
  if (letters.length === 0)
    return (
      <Empty icon={UsersRound} title={t('empty')} hint={t('emptyHint')}>
        <Link to="/contacts/add" className={buttonLook('main')}>
          {t('add')}
        </Link>
      </Empty>
    );
  const shown = filterContacts(letters, text);
  if (shown.length === 0)
    return (
      <p role="status" className="p-6 text-center text-secondary">
        {t('noMatch', { text: text.trim() })}
      </p>
    );
  return <Rows letters={shown} />;
}

function RequestsLink() {
  const t = useTranslations('contacts');
  const waiting = useWaitingRequests();
  return (
    <Link
      to="/contacts/requests"
      className="mx-2 flex h-14 items-center gap-3 rounded-card px-2 transition-colors hover:bg-hover aria-[current=page]:bg-tint"
    >
      <span className="flex size-11 items-center justify-center rounded-pill bg-tint text-accent">
        <Icon of={UserRoundPlus} />
      </span>
      <span className="grow font-medium">{t('requests')}</span>
      {waiting > 0 && <Badge label={t('waiting', { count: waiting })} count={waiting} />}
    </Link>
  );
}

function GroupsLink() {
  const t = useTranslations('groups');
  return (
    <Link
      to="/contacts/groups"
      className="mx-2 flex h-14 items-center gap-3 rounded-card px-2 transition-colors hover:bg-hover aria-[current=page]:bg-tint"
    >
      <span className="flex size-11 items-center justify-center rounded-pill bg-tint text-accent">
        <Icon of={UsersRound} />
      </span>
      <span className="grow font-medium">{t('title')}</span>
    </Link>
  );
}

/** The friends of these letters. One stop of the Tab key. */
function Rows({ letters }: { readonly letters: readonly Letter[] }) {
  const { userId } = useParams({ strict: false });
  const list = useRef<HTMLDivElement>(null);
  const keys = letters.flatMap(({ data }) => data.map(({ user_id: id }) => String(id)));
  const { stop, onKeyDown, onFocus } = useRowKeys({ list, keys, first: userId });
  return (
    <div ref={list} onKeyDown={onKeyDown} onFocus={onFocus}>
      {letters.map((letter) => (
        <LetterPart key={letter.letter} letter={letter} openId={userId} stop={stop} />
      ))}
    </div>
  );
}

interface LetterPartProps {
  readonly letter: Letter;
  readonly openId: string | undefined;
  /** The row where the Tab key stops. */
  readonly stop: string | undefined;
}

function LetterPart({ letter: { letter, data }, openId, stop }: LetterPartProps) {
  return (
    <section aria-label={letter}>
      <h2 aria-hidden className="sticky top-0 bg-panel px-4 py-1 text-small font-medium text-secondary">
        {letter}
      </h2>
      <ul>
        {data.map(({ user_id: id, name, photo }) => (
          <li key={id}>
            <Link
              to="/contacts/$userId"
              params={{ userId: String(id) }}
              data-row={id}
              tabIndex={stop === String(id) ? 0 : -1}
              aria-current={openId === String(id) ? 'page' : undefined}
              className="mx-2 flex h-14 items-center gap-3 rounded-card px-2 transition-colors hover:bg-hover aria-[current=page]:bg-tint"
            >
              <Avatar id={id} name={name} photo={photo} />
              <span className="min-w-0 truncate font-medium">{name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
