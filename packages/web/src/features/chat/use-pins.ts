import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { realtime } from '@kith/contract';
import { useAccount } from '../account/index.js';

const NONE: readonly realtime.Preview[] = [];
/** Entries after which other messages may be pinned, or have other words. */
const CHANGES: readonly string[] = ['pin', 'recall', 'edit'];

/** The pinned messages of a conversation, the last pinned first. */
export function usePins(listId: string): readonly realtime.Preview[] {
  const { realtime: connection, entries, events } = useAccount();
  const queries = useQueryClient();
  useEffect(() => {
    const renew = () => void queries.invalidateQueries({ queryKey: ['pins', listId] });
    const ends = [
      entries.listen(({ listId: to, entry }) => {
        if (to === listId && CHANGES.includes(entry.kind)) renew();
      }),
      events.listen(({ type, data }) => {
        if (type === 'conversation_cleared' && data['list_id'] === listId) renew();
      }),
    ];
    return () => ends.forEach((end) => end());
  }, [entries, events, queries, listId]);
  const { data } = useQuery({ queryKey: ['pins', listId], queryFn: () => connection.pins(listId) });
  return data ?? NONE;
}
