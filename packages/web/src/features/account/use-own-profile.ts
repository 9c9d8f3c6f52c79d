import { useQuery } from '@tanstack/react-query';
import type { im, Result } from '@kith/contract';
import { rememberFace } from '../../client/session.js';
import { useAccount } from './account.js';

/** The own account, as its owner sees it. */
export type OwnProfile = Result<typeof im.get.base>['user_info'];

/** The own account; its name and picture are remembered for the next start. */
export function useOwnProfile() {
  const { im, session } = useAccount();
  return useQuery({
    queryKey: ['base', 'profile'],
    queryFn: async () => {
      const { user_info: profile } = await im.get.base();
      rememberFace(session, { name: profile.nickname, photo: profile.photo });
      return profile;
    },
  });
}
