import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { Item } from './queue.js';
import { createReview, type Review, type Source } from './review.js';

/** Others lease and decide items meanwhile, and new ones come. */
const REFRESH_MS = 20_000;

/** A queue for as long as its page is open, and the query that renews it. */
export function useReview<I extends Item>(
  name: string,
  source: Source<I>,
): { readonly review: Review<I>; readonly loading: UseQueryResult<true> } {
  const [review] = useState(() => createReview(source));
  const loading = useQuery({
    queryKey: [name],
    queryFn: async (): Promise<true> => {
      await review.refresh();
      const { isLoaded, failure } = review.store.getState();
      if (!isLoaded) throw failure;
      return true;
    },
    refetchInterval: REFRESH_MS,
    gcTime: 0,
  });
  return { review, loading };
}
