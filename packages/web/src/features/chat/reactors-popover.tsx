import { useQuery } from '@tanstack/react-query';
import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { Popover } from '../../ui/popover.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { LoadFailure, useAccount, useRefusal } from '../account/index.js';
import { useMessageTools, type MenuAnchor } from './message-tools.js';

interface ReactorsPopoverProps {
  readonly row: MessageRow;
  readonly anchor: MenuAnchor;
  readonly returnTo: HTMLElement;
  readonly onClose: () => void;
}

/** Who reacts to a message, and with what. Import it lazily. */
export function ReactorsPopover({ row, anchor, returnTo, onClose }: ReactorsPopoverProps) {
  const t = useTranslations('message');
  const { realtime } = useAccount();
  const refusalOf = useRefusal();
  const { conversation, nameOf } = useMessageTools();
  const { listId } = conversation;
  const id = row.entry?.id ?? '';
  const { data, error, refetch } = useQuery({
    queryKey: ['reactors', listId, id, row.reactions],
    queryFn: () => realtime.reactors(listId, id),
  });
  return (
    <Popover anchor={anchor} returnTo={returnTo} label={t('whoReacted')} onClose={onClose}>
      <div tabIndex={0} className="max-h-72 w-64 overflow-y-auto p-2">
        {!data && !error && <SkeletonRows count={2} />}
        {!data && error && <LoadFailure title={refusalOf(error)} onRetry={refetch} />}
        <ul aria-label={t('whoReacted')}>
          {data?.map(({ emoji, user_id: userId, alias }) => (
            <li key={`${emoji} ${userId} ${alias}`} className="flex h-10 items-center gap-3 px-2">
              <span className="font-emoji text-title">{emoji}</span>
              <span className="truncate">{alias ?? (nameOf(userId) || t('formerMember'))}</span>
            </li>
          ))}
        </ul>
      </div>
    </Popover>
  );
}
