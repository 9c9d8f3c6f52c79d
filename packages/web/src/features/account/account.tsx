import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { openAccount, type Account } from '../../client/account.js';
import { queriesOf } from '../../client/events.js';
import { preferences } from '../../client/preferences.js';
import type { Session } from '../../client/session.js';

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
    void showKept(account, queries);
    return () => {
      stop();
      account.close();
      queries.clear();
    };
  }, [account, queries]);
  return <AccountContext value={account}>{children}</AccountContext>;
}

/** Shows the list of chats as it was kept, until the server has answered. */
async function showKept(account: Account, queries: QueryClient): Promise<void> {
  const kept = await account.storage.loadAnswer('chats');
  if (kept !== undefined) queries.setQueryData(['chats'], (fresh: unknown) => fresh ?? kept);
}

/** At most one renewal of the list of chats in this time. */
const CHATS_MS = 500;

function renewQueries(account: Account, queries: QueryClient): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let wasLive = false;
  function renewChats(): void {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      void queries.invalidateQueries({ queryKey: ['chats'] });
      void queries.invalidateQueries({ queryKey: ['strangers'] });
    }, CHATS_MS);
  }
  const ends = [
    account.entries.listen(renewChats),
    account.reads.listen(({ user_id }) => user_id === account.session.userId && renewChats()),
    account.events.listen((event) => {
      for (const queryKey of queriesOf(event)) void queries.invalidateQueries({ queryKey });
    }),
    account.states.listen((state) => {
      if (state !== 'live') return;
      // What happened meanwhile in conversations that nobody has opened came without news.
      if (wasLive) renewChats();
      wasLive = true;
    }),
    account.resets.listen(() => void queries.invalidateQueries()),
  ];
  return () => {
    clearTimeout(waiting);
    for (const end of ends) end();
  };
}
