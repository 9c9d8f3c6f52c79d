import { useQuery } from '@tanstack/react-query';
import { useAccount } from '../account/index.js';

/** The conversations that strangers opened and the reader has neither answered nor unlocked. */
export function useStrangers() {
  const { api } = useAccount();
  return useQuery({
    queryKey: ['strangers'],
    queryFn: () => api.channel.list({ is_friend: 0, page_size: 100 }),
  });
}
