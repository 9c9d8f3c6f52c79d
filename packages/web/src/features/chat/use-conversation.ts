import { useQuery } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { Conversation, ConversationState } from '../../client/messages/conversation.js';
import { useAccount } from '../account/index.js';

/** A conversation and its state, loaded when it is first shown. */
export function useConversation(listId: string): {
  readonly conversation: Conversation;
  readonly state: ConversationState;
} {
  const conversation = useAccount().conversation(listId);
  const state = useSyncExternalStore(conversation.subscribe, conversation.getState);
  useEffect(() => void conversation.open(), [conversation]);
  return { conversation, state };
}

/** Members and settings of a conversation. */
export function useDetails(listId: string) {
  const account = useAccount();
  return useQuery({
    queryKey: ['conversation', listId],
    queryFn: () => account.im.message.getChatDetails({ list_id: listId }),
  });
}

/** Reports everything as read while the reader can see it: in a visible tab of a focused window. */
export function useReading({ conversation, state }: ReturnType<typeof useConversation>): void {
  const last = state.entries.at(-1)?.seq;
  useEffect(() => {
    const read = () => {
      if (last !== undefined && document.visibilityState === 'visible' && document.hasFocus())
        conversation.markRead();
    };
    read();
    addEventListener('focus', read);
    document.addEventListener('visibilitychange', read);
    return () => {
      removeEventListener('focus', read);
      document.removeEventListener('visibilitychange', read);
    };
  }, [conversation, last]);
}
