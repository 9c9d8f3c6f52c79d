import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { realtime } from '@kith/contract';
import { useAccount } from '../account/index.js';
import type { Member } from './use-group.js';

/** So many can be asked for at once. */
const MOST = 200;

/** The names of who is and who was in a group; '' while one is unknown. Others than the members are asked for. */
export function useNames(
  listId: string,
  members: readonly Member[],
  ids: readonly number[],
): (id: number) => string {
  const { im } = useAccount();
  const known = useMemo(
    () => new Map(members.map(({ user_id, show_name }) => [user_id, show_name])),
    [members],
  );
  const missing = useMemo(
    () =>
      [...new Set(ids)]
        .filter((id) => id > 0 && !known.has(id))
        .slice(-MOST)
        .toSorted((a, b) => a - b),
    [ids, known],
  );
  const { data } = useQuery({
    queryKey: ['conversation', listId, 'people', missing],
    queryFn: () => im.group.people({ list_id: listId, users: [...missing] }),
    enabled: missing.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return useMemo(() => {
    const asked = new Map(data?.map(({ user_id, show_name }) => [user_id, show_name]));
    return (id: number) => known.get(id) ?? asked.get(id) ?? '';
  }, [known, data]);
}

const NOBODY: readonly never[] = [];

/** The same for those of whom loaded entries speak; nobody is asked for before the members are known. */
export function useNamesIn(
  listId: string,
  members: readonly Member[] | undefined,
  entries: readonly realtime.Entry[],
): (id: number) => string {
  const ids = useMemo(() => (members ? entries.flatMap(peopleIn) : NOBODY), [members, entries]);
  return useNames(listId, members ?? NOBODY, ids);
}

/** Who wrote an entry, and whom it concerns. */
function peopleIn({ kind, from, content }: realtime.Entry): readonly number[] {
  if (kind !== 'member') return [from];
  return [from, ...((content as { users?: readonly number[] }).users ?? [])]; // as the protocol declares
}
