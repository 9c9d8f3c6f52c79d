import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from '../../text/index.js';
import { useAccount } from '../account/index.js';

/** What the reader may do in a group now; a change of the group loads it again. */
export function useGroupState(listId: string, isGroup = true) {
  const { im } = useAccount();
  return useQuery({
    queryKey: ['conversation', listId, 'state'],
    queryFn: () => im.action.groupState({ list_id: listId }),
    enabled: isGroup,
  });
}

interface MayWriteProps {
  readonly listId: string;
  readonly isGroup: boolean;
  /** The place to write. */
  readonly children: ReactNode;
}

/** The place to write, or why there is none: the reader or all members are muted. What was begun is kept. */
export function MayWrite({ listId, isGroup, children }: MayWriteProps) {
  const t = useTranslations('groups');
  const { data } = useGroupState(listId, isGroup);
  if (!isGroup || data?.is_msg !== 1) return children;
  return (
    <p
      role="status"
      className="shrink-0 border-t border-line bg-panel px-4 pt-4 pb-4 text-center text-secondary safe-bottom"
    >
      {t('muted')}
    </p>
  );
}
