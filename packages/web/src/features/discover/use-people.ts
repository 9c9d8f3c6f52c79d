import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { api, Result } from '@kith/contract';
import { useAccount } from '../account/index.js';

/** The lists of people, in the order of their tabs. */
export const LISTS = ['near', 'online', 'online_random', 'online_profile', 'seen'] as const;
export type PeopleList = (typeof LISTS)[number];

/** A person in a list; without an id if only VIPs may see who it is. */
export type Person = Result<typeof api.user_friendship.data>['list'][number];

/** Few people at a time, so that each is looked at. */
const PAGE_SIZE = 24;

/** The people of a list, page by page. */
export function usePeople(list: PeopleList) {
  const { api } = useAccount();
  return useInfiniteQuery({
    queryKey: ['discover', list],
    queryFn: ({ pageParam }) =>
      api.user_friendship.data({ list_type: list, page: pageParam, page_size: PAGE_SIZE }),
    initialPageParam: 1,
    getNextPageParam: ({ curr_page, total_page }) => (curr_page < total_page ? curr_page + 1 : undefined),
  });
}

/** What the reader has chosen for finding people, and what is left of the quotas. */
export function useStanding() {
  const { api } = useAccount();
  return useQuery({ queryKey: ['standing'], queryFn: () => api.user_friendship.standing() });
}

/** A person's profile. The server counts a visit when it is loaded. */
export function useCard(userId: number) {
  const { api } = useAccount();
  return useQuery({
    queryKey: ['card', userId],
    queryFn: () => api.intro.card({ target_user_id: userId }),
    retry: false,
  });
}
