import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { SkinTone } from 'frimousse';
import { useAccount } from '../account/index.js';

/** What somebody uses: kept in this browser. */
interface Used {
  readonly recent: readonly string[];
  readonly skinTone: SkinTone;
}

const NOTHING: Used = { recent: [], skinTone: 'none' };
const MOST = 18;
const NAME = 'used-emoji';

/** The emoji that were chosen last, and the skin tone. */
export function useRecentEmoji() {
  const { storage } = useAccount();
  const queries = useQueryClient();
  const { data = NOTHING } = useQuery({
    queryKey: [NAME],
    queryFn: async () => ((await storage.loadAnswer(NAME)) as Used | undefined) ?? NOTHING, // saved below
    staleTime: Infinity,
    networkMode: 'always',
  });
  function save(change: Partial<Used>): void {
    const next = { ...data, ...change };
    queries.setQueryData([NAME], next);
    storage.saveAnswer(NAME, next);
  }
  return {
    ...data,
    note: (emoji: string) =>
      save({ recent: [emoji, ...data.recent.filter((one) => one !== emoji)].slice(0, MOST) }),
    setSkinTone: (skinTone: SkinTone) => save({ skinTone }),
  };
}
