import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslations } from '../../text/index.js';
import { toast } from '../../ui/toast.js';
import { useAccount } from '../account/index.js';
import { KINDS, matches, type Favourite, type Kind } from './rules.js';

/** So many rows fill a window. */
const ENOUGH = 20;

/**
 * The favourites of one or all kinds that have a text, newest first. The server cannot look for a text, so pages are
 * loaded until some rows have it.
 */
export function useFavourites(kind: Kind | undefined, text: string) {
  const { im } = useAccount();
  const query = useInfiniteQuery({
    queryKey: ['favourites', kind ?? 'all'],
    queryFn: ({ pageParam: page }) =>
      im.vendor.getUserStore({ page, ...(kind !== undefined && { content_type: KINDS[kind] }) }),
    initialPageParam: 1,
    getNextPageParam: ({ current_page: page, last_page: last }) =>
      Number(page) < last ? Number(page) + 1 : undefined,
  });
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query;
  const shown = data && unique(data.pages.flatMap((page) => page.data)).filter((one) => matches(one, text));
  const needsMore = shown !== undefined && text.trim() !== '' && shown.length < ENOUGH;
  const isLooking = needsMore && hasNextPage && !isError;
  useEffect(() => {
    if (isLooking && !isFetching) void fetchNextPage();
  }, [isLooking, isFetching, fetchNextPage]);
  return { ...query, shown, isLooking };
}

/** A row that was added since the first page was loaded has moved another one to the next page. */
function unique(rows: readonly Favourite[]): readonly Favourite[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

/** Deletes a favourite. */
export function useDeleteFavourite() {
  const t = useTranslations('favourites');
  const { im } = useAccount();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => im.vendor.deleteStore({ id }),
    onSuccess: async () => {
      toast(t('deleted'));
      await queries.invalidateQueries({ queryKey: ['favourites'] });
    },
  });
}
