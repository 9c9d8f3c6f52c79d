import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { openAccount, type Account } from '../../client/account.js';
import { queriesOf } from '../../client/events.js';
import { removePost } from './remove-post.js';
import { preferences } from '../../client/preferences.js';
import type { Session } from '../../client/session.js';
import { retryFailed } from '../../ui/use-failed.js';

const AccountContext = createContext<Account | undefined>(undefined);

/** The account that is signed in. Only below `AccountProvider`. */
export function useAccount(): Account {
  const account = use(AccountContext);
  if (!account) throw new Error('Nobody is signed in here.');
  return account;
}

/** Connects an account for everything below, and lets its news renew what was loaded. Give it a key of the session. */
export function AccountProvider({
  session,
  children,
}: {
  readonly session: Session;
  readonly children: ReactNode;
}) {
  const queries = useQueryClient();
  const [account] = useState(() => openAccount(session, () => preferences.getState().language));
  useEffect(() => {
    const stop = renewQueries(account, queries);
    return () => {
      stop();
      account.close();
      queries.clear();
    };
  }, [account, queries]);
  return <AccountContext value={account}>{children}</AccountContext>;
}

/** At most one renewal of the box of strangers in this time. */
const STRANGERS_MS = 500;

function renewQueries(account: Account, queries: QueryClient): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  function renewStrangers(): void {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      void queries.invalidateQueries({ queryKey: ['strangers'] });
    }, STRANGERS_MS);
  }
  const ends = [
    account.entries.listen(({ listId, entry: { kind } }) => {
      renewStrangers();
      if (kind === 'member' || kind === 'system')
        void queries.invalidateQueries({ queryKey: ['conversation', listId] });
    }),
    account.events.listen((event) => {
      for (const queryKey of queriesOf(event)) void queries.invalidateQueries({ queryKey });
    }),
    account.takenDown.listen((post) => removePost(queries, post)),
    account.resets.listen(() => void queries.invalidateQueries()),
    account.states.listen((state) => {
      if (state !== 'live') return;
      retryFailed();
      void queries.refetchQueries({ type: 'active', predicate: (query) => query.state.status === 'error' });
    }),
  ];
  return () => {
    clearTimeout(waiting);
    for (const end of ends) end();
  };
}
