import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { imShapes } from '@kith/contract';
import { useSettled } from '../../ui/use-settled.js';
import { useAccount, useFaceOf, useIsLive } from '../account/index.js';
import { findGroups, findPeople, keyOf, messageTargets, type Place, type Target } from './targets.js';

/** What was found, in its parts. */
export interface Results {
  readonly recent: readonly Place[];
  readonly people: readonly Place[];
  readonly groups: readonly Place[];
  readonly messages: readonly Target[];
}

/** People, groups and messages with a text; what was opened lately without one. */
export function useSearch(text: string) {
  const account = useAccount();
  const isLive = useIsLive();
  const faceOf = useFaceOf();
  const settled = useSettled(text.trim());
  const { data: letters = [] } = useQuery({
    queryKey: ['contacts'],
    queryFn: async (): Promise<readonly imShapes.LetterGroup[]> =>
      Object.values((await account.im.get.friendList()).data),
  });
  const { data: groups = [] } = useQuery({
    queryKey: ['groups'],
    queryFn: async () => (await account.im.get.chatList({ type: 1 })).data,
    enabled: text.trim() !== '',
  });
  const { data: recent = [] } = useQuery({
    queryKey: ['searched'],
    queryFn: async () => ((await account.storage.loadAnswer(RECENT)) as readonly Place[] | undefined) ?? [],
    // Each opening of a place changes it.
    staleTime: 0,
  });
  const found = useInfiniteQuery({
    queryKey: ['search', settled],
    queryFn: ({ pageParam: after }) => account.realtime.search(settled, after === undefined ? {} : { after }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    enabled: settled !== '' && isLive,
    placeholderData: keepPreviousData,
    // Messages come and go.
    staleTime: 0,
    retry: false,
  });
  const isAsked = text.trim() !== '';
  const results: Results = {
    recent: isAsked ? [] : recent,
    people: findPeople(letters, text),
    groups: findGroups(groups, text),
    messages: isAsked ? (found.data?.pages.flatMap((page) => messageTargets(page, faceOf)) ?? []) : [],
  };
  return {
    results,
    isAsked,
    isLive,
    error: isAsked ? found.error : null,
    isSearching: isAsked && isLive && (settled !== text.trim() || found.isFetching) && !found.error,
    more: () => void (found.hasNextPage && !found.isFetching && found.fetchNextPage()),
    retry: () => void found.refetch(),
  };
}

const RECENT = 'searched';
const MOST_RECENT = 8;

/** Remembers a place, so that it is offered before anything is typed. */
export function useRemember(): (place: Place) => void {
  const { storage } = useAccount();
  return (place) =>
    void storage.loadAnswer(RECENT).then((kept) => {
      const others = ((kept as readonly Place[] | undefined) ?? []).filter(
        (one) => keyOf(one) !== keyOf(place),
      );
      storage.saveAnswer(RECENT, [place, ...others].slice(0, MOST_RECENT));
    });
}
