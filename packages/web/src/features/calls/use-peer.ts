import { useQuery } from '@tanstack/react-query';
import type { Call } from '../../client/calls/calls.js';
import { useAccount, useChat, useFaceOf, type Face } from '../account/index.js';

/** The other person of a call, as the reader names them. */
export interface CallPeer extends Face {
  readonly id: number;
}

/** From the list of chats, or from the server if the chat is not in it. */
export function usePeer({ listId, peerId }: Call): CallPeer {
  const { im } = useAccount();
  const chat = useChat(listId);
  const faceOf = useFaceOf();
  const { data } = useQuery({
    queryKey: ['person', String(peerId)],
    queryFn: () => im.get.details({ user_id: peerId }),
    retry: false,
    enabled: chat === null,
  });
  return { id: peerId, ...(chat ? faceOf(chat) : { name: data?.nickname ?? '', photo: data?.photo ?? '' }) };
}
