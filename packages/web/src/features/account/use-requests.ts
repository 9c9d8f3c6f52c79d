import { useQuery } from '@tanstack/react-query';
import { useAccount } from './account.js';

/** The friend requests to the caller, newest first. */
export function useFriendRequests() {
  const { im } = useAccount();
  return useQuery({ queryKey: ['friend-requests'], queryFn: () => im.get.applyFriend() });
}

/** How many of them wait for an answer. */
export function useWaitingRequests(): number {
  const { data = [] } = useFriendRequests();
  return data.filter(({ status }) => status === 0).length;
}
