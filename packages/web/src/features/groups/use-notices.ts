import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { im, Result } from '@kith/contract';
import { useAccount } from '../account/index.js';

/** A notice of a group. */
export type GroupNotice = Result<typeof im.message.getGroupNotice>[number];

/** The notices of a group: the one at the top, then the newest first. */
export function useNotices(listId: string) {
  const { im } = useAccount();
  return useQuery({
    queryKey: ['conversation', listId, 'notices'],
    queryFn: async () =>
      (await im.message.getGroupNotice({ list_id: listId })).toSorted((a, b) => b.is_top - a.is_top),
  });
}

/** Gives a function that changes the notices of a group, then loads them again. */
export function useChangeNotices(listId: string): (work: () => Promise<unknown>) => Promise<void> {
  const queries = useQueryClient();
  return async (work) => {
    try {
      await work();
    } finally {
      await queries.invalidateQueries({ queryKey: ['conversation', listId] });
    }
  };
}
