import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { realtime } from '@kith/contract';
import { useAccount } from '../account/index.js';

const NONE: readonly realtime.Preview[] = [];
/** Entries after which other messages may be pinned, or have other words. */
const CHANGES: readonly string[] = ['pin', 'recall', 'edit'];

/** The pinned messages of a conversation, the last pinned first. */
export function usePins(listId: string): readonly realtime.Preview[] {
  const { realtime: connection, entries } = useAccount();
  const queries = useQueryClient();
  useEffect(
    () =>
      entries.listen(({ listId: to, entry }) => {
        if (to === listId && CHANGES.includes(entry.kind))
          void queries.invalidateQueries({ queryKey: ['pins', listId] });
      }),
    [entries, queries, listId],
  );
  const { data } = useQuery({ queryKey: ['pins', listId], queryFn: () => connection.pins(listId) });
  return data ?? NONE;
}
