import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useAccount } from '../account/index.js';
import type { Mentionable } from './mentionable.js';

const NOBODY: readonly Mentionable[] = [];

/** The other members of a group, by their names; nobody in other chats. */
export function useMentionable(listId: string): readonly Mentionable[] {
  const { im } = useAccount();
  const { data: details } = useQuery({
    queryKey: ['conversation', listId],
    queryFn: () => im.message.getChatDetails({ list_id: listId }),
  });
  const { data } = useQuery({
    queryKey: ['conversation', listId, 'mentionable'],
    queryFn: () => im.vendor.getMemberList({ list_id: listId }),
    enabled: details?.type === 1,
  });
  return useMemo(() => {
    if (!details || !data) return NOBODY;
    const shown = new Map(details.member.map(({ user_id, show_name }) => [user_id, show_name]));
    return Object.values(data.data).flatMap(({ letter, data: people }) =>
      people.map(({ user_id, name }) => ({
        id: user_id,
        name,
        shownName: shown.get(user_id) ?? name,
        letter,
      })),
    );
  }, [details, data]);
}
