import { useQuery } from '@tanstack/react-query';
import { useAccount } from '../account/index.js';

/** What the community allows, and the reader's role in a conversation; until they are known, nothing beyond the usual. */
export function useRights(listId: string) {
  const { im } = useAccount();
  const { data: base } = useQuery({ queryKey: ['base'], queryFn: () => im.get.base() });
  const { data: details } = useQuery({
    queryKey: ['conversation', listId],
    queryFn: () => im.message.getChatDetails({ list_id: listId }),
  });
  const isGroup = details?.type === 1;
  const isManager = isGroup && details.is_action > 0;
  return {
    recallMs: Number(base?.recall_seconds ?? 0) * 1000,
    isManager,
    mayPin: details !== undefined && (!isGroup || isManager || base?.members_may_pin === '1'),
    mayBurn: base?.disappear_after_read === '1' && details?.type === 0,
    burnMs: Number(base?.disappear_delay_time ?? 0) * 1000,
  };
}
