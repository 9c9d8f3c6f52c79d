import { useQuery } from '@tanstack/react-query';
import type { imShapes } from '@kith/contract';
import { useAccount } from './account.js';

/** A conversation of the list. */
export type Chat = imShapes.ChatRow;

/** The conversations: pinned ones first, then the latest. Those of strangers have a box of their own, on no badge. */
export function useChats() {
  const account = useAccount();
  return useQuery({
    queryKey: ['chats'],
    queryFn: async () => {
      const { data } = await account.im.get.chatList();
      const chats = data.filter(({ from_stranger }) => !from_stranger).toSorted(inOrder);
      account.storage.saveAnswer('chats', chats);
      return chats;
    },
  });
}

/** How many messages wait in conversations that are not muted. */
export function useUnread(): number {
  const { data = [] } = useChats();
  return data.reduce((sum, chat) => (chat.is_disturb ? sum : sum + chat.no_reader_num), 0);
}

function inOrder(a: Chat, b: Chat): number {
  return b.top - a.top || b.top_time - a.top_time || b.time - a.time;
}
