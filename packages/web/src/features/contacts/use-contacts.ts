import { useQuery } from '@tanstack/react-query';
import type { imShapes } from '@kith/contract';
import { useAccount } from '../account/index.js';

/** The friends whose names begin with one letter. */
export type Letter = imShapes.LetterGroup;

/** The friends by letter. */
export function useContacts() {
  const { im } = useAccount();
  return useQuery({
    queryKey: ['contacts'],
    // Without friends it is an empty array, else an object with a member for each letter.
    queryFn: async (): Promise<readonly Letter[]> => Object.values((await im.get.friendList()).data),
  });
}
