import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { realtime } from '@kith/contract';
import { useAccount } from '../account/index.js';
import type { Member } from './use-group.js';

/** So many can be asked for at once. */
const MOST = 200;

/** The names of who is and who was in a group, as far as its loaded entries speak of them; '' while one is unknown. */
export function useNames(
  listId: string,
  members: readonly Member[] | undefined,
  entries: readonly realtime.Entry[],
): (id: number) => string {
  const { im } = useAccount();
  const known = useMemo(
    () => members && new Map(members.map(({ user_id, show_name }) => [user_id, show_name])),
    [members],
  );
  const missing = useMemo(() => {
    if (!known) return [];
    const ids = new Set(entries.flatMap(peopleIn).filter((id) => id > 0 && !known.has(id)));
    return [...ids].slice(-MOST).toSorted((a, b) => a - b);
  }, [entries, known]);
  const { data } = useQuery({
    queryKey: ['people-of', listId, missing],
    queryFn: () => im.group.people({ list_id: listId, users: [...missing] }),
    enabled: missing.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return useMemo(() => {
    const former = new Map(data?.map(({ user_id, show_name }) => [user_id, show_name]));
    return (id: number) => known?.get(id) ?? former.get(id) ?? '';
  }, [known, data]);
}

/** Who wrote an entry, and whom it concerns. */
function peopleIn({ kind, from, content }: realtime.Entry): readonly number[] {
  if (kind !== 'member') return [from];
  return [from, ...((content as { users?: readonly number[] }).users ?? [])]; // as the protocol declares
}
