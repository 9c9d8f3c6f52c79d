import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useAccount } from './account.js';

const NOBODY: readonly number[] = [];

/** Whether a person is online; 0 is nobody. Watches the person as long as this is shown. */
export function useIsOnline(userId: number): boolean {
  const { presence } = useAccount();
  useEffect(() => (userId === 0 ? undefined : presence.watch(userId)), [presence, userId]);
  return useStore(presence.store, (seen) => seen[userId]?.online ?? false);
}

/** The ids of the others who are writing in a conversation. */
export function useWriters(listId: string): readonly number[] {
  const { typing } = useAccount();
  return useStore(typing.store, (writers) => writers[listId] ?? NOBODY);
}

/** A person's page; 0 is nobody. Whoever the reader may not see is refused. */
export function usePerson(id: number) {
  const { im } = useAccount();
  return useQuery({
    queryKey: ['person', String(id)],
    queryFn: () => im.get.details({ user_id: id }),
    enabled: id > 0,
    retry: false,
  });
}
