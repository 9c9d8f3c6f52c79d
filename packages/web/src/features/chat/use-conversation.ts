import { ImError } from '@kith/sdk';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Conversation } from '../../client/messages/conversation.js';
import { dividerOf, mayBeUnread, type Divider } from '../../client/messages/rows.js';
import type { ConversationState } from '../../client/messages/store.js';
import { useAccount, useChat, useIsOffline } from '../account/index.js';

/** A conversation, and what is known of it. */
export interface Known {
  readonly conversation: Conversation;
  readonly state: ConversationState;
}

/** A conversation and its state, loaded when it is first shown. */
export function useConversation(listId: string): Known {
  const conversation = useAccount().conversation(listId);
  const state = useSyncExternalStore(conversation.subscribe, conversation.getState);
  useEffect(() => void conversation.open(), [conversation]);
  return { conversation, state };
}

/**
 * Members and settings of a conversation, and whether the reader has no such conversation. In a single one, how far the
 * other person has read goes to its state.
 */
export function useDetails({ conversation, state }: Known) {
  const { im } = useAccount();
  const { listId } = conversation;
  const { data, error } = useQuery({
    queryKey: ['conversation', listId],
    queryFn: () => im.message.getChatDetails({ list_id: listId }),
  });
  const peerId = data?.type === 0 ? data.user_id : undefined;
  useEffect(() => {
    if (peerId === undefined) return;
    // Without an answer, ticks appear with the next message that is read.
    im.message.getListTime({ list_id: listId }).then(
      ({ read_seq }) => conversation.noteRead(peerId, read_seq),
      () => undefined,
    );
  }, [im, conversation, listId, peerId]);
  return { details: data, isMissing: error instanceof ImError && state.loading === 'failed' };
}

/** Pages that are loaded to find the first unread message. */
const MOST_PAGES = 4;

/**
 * Where the unread messages begin: fixed when the chat is opened, so that it does not wander while somebody reads. Undefined
 * until it is known, null if everything was read.
 */
export function useDivider({ conversation, state }: Known): Divider | null | undefined {
  const { session } = useAccount();
  const chat = useChat(conversation.listId);
  const [count, setCount] = useState<number>();
  const [divider, setDivider] = useState<Divider | null>();
  const [pages, setPages] = useState(0);
  if (count === undefined && chat !== undefined) setCount(chat?.unread ?? 0);

  // Without a network what was kept is all there is.
  const isOffline = useIsOffline();
  const isReady =
    count !== undefined && (state.loading === 'ready' || (state.loading === 'kept' && isOffline));
  const found = state.entries.filter((entry) => mayBeUnread(entry, session.userId)).length;
  const needsMore = isReady && found < count && state.hasOlder && pages < MOST_PAGES;
  if (divider === undefined && isReady && !needsMore)
    setDivider(dividerOf(state.entries, { count, ownId: session.userId }) ?? null);
  useEffect(() => {
    if (!needsMore || divider !== undefined) return;
    const turn = () => setPages((so) => so + 1);
    void conversation.loadOlder().then(turn, turn);
  }, [conversation, needsMore, divider, pages]);
  return divider;
}

/** Reports a seq as read while somebody can see it: in a visible tab of a focused window. */
export function useReading(conversation: Conversation, seq: number | undefined): void {
  useEffect(() => {
    const read = () => {
      if (seq !== undefined && document.visibilityState === 'visible' && document.hasFocus())
        conversation.markRead(seq);
    };
    read();
    addEventListener('focus', read);
    document.addEventListener('visibilitychange', read);
    return () => {
      removeEventListener('focus', read);
      document.removeEventListener('visibilitychange', read);
    };
  }, [conversation, seq]);
}
