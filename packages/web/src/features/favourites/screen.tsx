import { Link, useSearch } from '@tanstack/react-router';
import { Bookmark, TriangleAlert } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { ReturnLink } from '../../ui/back-link.js';
import { Button } from '../../ui/button.js';
import { classes } from '../../ui/classes.js';
import { Empty } from '../../ui/empty.js';
import { SearchField } from '../../ui/search-field.js';
import { Skeleton } from '../../ui/skeleton.js';
import { useRowKeys } from '../../ui/use-row-keys.js';
import { useAccount } from '../account/index.js';
import { SendToChats } from '../conversations/index.js';
import { FavouriteView } from './favourite.js';
import { KIND_NAMES, type Favourite, type Kind } from './rules.js';
import { useFavourites } from './use-favourites.js';

const DeleteDialog = lazy(async () => ({ default: (await import('./delete-dialog.js')).DeleteDialog }));

/** The messages that the reader has saved. */
export function FavouritesScreen() {
  const t = useTranslations('favourites');
  const app = useTranslations('app');
  const { kind } = useSearch({ from: '/signed-in/favourites' });
  const [text, setText] = useState('');
  return (
    <main id="content" tabIndex={-1} className="grow overflow-y-auto outline-none">
      <div className="mx-auto flex min-h-full max-w-150 flex-col gap-4 px-4 pb-4 lg:pb-10">
        <header className="flex items-center gap-1 head">
          <ReturnLink label={app('back')} />
          <h1 className="text-head font-strong">{t('title')}</h1>
        </header>
        <SearchField label={t('search')} value={text} onChange={setText} />
        <nav aria-label={t('kinds')} className="-mx-4 flex gap-2 overflow-x-auto px-4 py-1">
          <KindLink kind={undefined} isShown={kind === undefined} />
          {KIND_NAMES.map((name) => (
            <KindLink key={name} kind={name} isShown={kind === name} />
          ))}
        </nav>
        <List key={kind} kind={kind} text={text} />
      </div>
    </main>
  );
}

function KindLink({ kind, isShown }: { readonly kind: Kind | undefined; readonly isShown: boolean }) {
  const t = useTranslations('favourites');
  return (
    <Link
      to="/favourites"
      search={kind === undefined ? {} : { kind }}
      replace
      aria-current={isShown ? 'page' : undefined}
      className={classes(
        'flex h-9 shrink-0 items-center rounded-pill px-4 text-small font-medium transition-colors',
        isShown ? 'bg-tint text-accent' : 'bg-other text-secondary hover:text-text',
      )}
    >
      {t(`kind.${kind ?? 'all'}`)}
    </Link>
  );
}

function List({ kind, text }: { readonly kind: Kind | undefined; readonly text: string }) {
  const t = useTranslations('favourites');
  const app = useTranslations('app');
  const { shown, isError, refetch, isLooking, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useFavourites(kind, text);
  const { im } = useAccount();
  const [leaving, setLeaving] = useState<Favourite>();
  const [sending, setSending] = useState<Favourite>();
  /** Chats that have it already, if the reader tries once more for others. */
  const sent = useRef(new Set<string>());
  const list = useRef<HTMLUListElement>(null);
  const { stop, onKeyDown, onFocus } = useRowKeys({ list, keys: shown?.map(({ id }) => String(id)) ?? [] });
  async function sendTo(listId: string): Promise<void> {
    if (!sending || sent.current.has(listId)) return;
    await im.vendor.transMsg({ list_id: listId, trans_id: sending.id });
    sent.current.add(listId);
  }
  if (!shown)
    return isError ? (
      <Empty icon={TriangleAlert} title={t('failed')}>
        <Button onClick={() => void refetch()}>{app('tryAgain')}</Button>
      </Empty>
    ) : (
      <>
        <Skeleton className="h-28 rounded-card" />
        <Skeleton className="h-44 rounded-card" />
      </>
    );
  const isSearch = text.trim() !== '';
  if (shown.length === 0 && !isSearch)
    return <Empty icon={Bookmark} title={t('empty')} hint={t('emptyHint')} />;
  return (
    <>
      <ul ref={list} className="flex flex-col gap-3" onKeyDown={onKeyDown} onFocus={onFocus}>
        {shown.map((one) => (
          <li key={one.id}>
            <FavouriteView
              favourite={one}
              isStop={String(one.id) === stop}
              onSend={() => setSending(one)}
              onDelete={() => setLeaving(one)}
            />
          </li>
        ))}
      </ul>
      <p role="status" className="text-center text-secondary empty:hidden">
        {isLooking ? t('looking') : isSearch && shown.length === 0 && t('noMatch', { text: text.trim() })}
      </p>
      {hasNextPage && !isLooking && (
        <Button
          look="quiet"
          className="self-center"
          isBusy={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t('older')}
        </Button>
      )}
      {sending && (
        <Suspense>
          <SendToChats
            title={t('sendTitle')}
            send={sendTo}
            onClose={() => {
              sent.current.clear();
              setSending(undefined);
            }}
          />
        </Suspense>
      )}
      {leaving && (
        <Suspense>
          <DeleteDialog id={leaving.id} onClose={() => setLeaving(undefined)} />
        </Suspense>
      )}
    </>
  );
}
