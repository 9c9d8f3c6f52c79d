import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Conversation } from '../../client/messages/conversation.js';
import { useAccount } from '../account/index.js';
import { useChatStore } from './chat-state.js';

/** Somebody is still typing until nothing was typed for so long. */
const TYPING_MS = 250;
const PAGE = 50;

/** The messages of a chat with a text, the latest first; the one at `at` is shown in the chat. */
export function useHits(conversation: Conversation, text: string) {
  const { realtime } = useAccount();
  const store = useChatStore(conversation);
  const { listId } = conversation;
  const [wanted, setWanted] = useState('');
  const [at, setAt] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => {
      setWanted(text.trim());
      setAt(0);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, isFetching, hasNextPage, fetchNextPage, isError } = useInfiniteQuery({
    queryKey: ['search', wanted, listId],
    queryFn: ({ pageParam: after }) =>
      realtime.search(wanted, { to: listId, limit: PAGE, ...(after !== undefined && { after }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    enabled: wanted !== '',
    // Messages come and go.
    staleTime: 0,
    retry: false,
  });
  const hits = data?.pages.flatMap(({ found }) => found) ?? [];
  const seq = hits[at]?.seq;
  useEffect(() => {
    if (seq !== undefined) store.setState({ target: seq });
  }, [store, seq]);
  return {
    at,
    count: hits.length,
    isComplete: !hasNextPage,
    isSearching: isFetching || wanted !== text.trim(),
    hasFailed: isError,
    /** Goes on to an older one (1) or back to a newer one (-1). */
    step: (move: 1 | -1) => {
      const next = at + move;
      if (next >= hits.length - 1 && hasNextPage && !isFetching) void fetchNextPage();
      if (next >= 0 && next < hits.length) setAt(next);
    },
  };
}
