import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { UsersRound } from 'lucide-react';
import { useRef } from 'react';
import type { im, Result } from '@kith/contract';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Empty } from '../../ui/empty.js';
import { Pane } from '../../ui/pane.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { useRowKeys } from '../../ui/use-row-keys.js';
import { Loaded, useAccount } from '../account/index.js';
import { Back } from '../contacts/index.js';
import { NewGroup } from './new-group.js';

/** The groups of the reader. */
export function GroupsScreen() {
  const t = useTranslations('groups');
  const { im } = useAccount();
  const asked = useQuery({
    queryKey: ['groups'],
    queryFn: async () => (await im.get.chatList({ type: 1 })).data,
  });
  return (
    <Pane title={t('title')} back={<Back />}>
      <Loaded of={asked} loading={<SkeletonRows count={4} />} failed={t('failed')}>
        {(groups) =>
          groups.length === 0 ? (
            <Empty icon={UsersRound} title={t('empty')} hint={t('emptyHint')}>
              <NewGroup look="words" />
            </Empty>
          ) : (
            <>
              <NewGroup look="words" />
              <Rows groups={groups} />
            </>
          )
        }
      </Loaded>
    </Pane>
  );
}

interface RowsProps {
  readonly groups: Result<typeof im.get.chatList>['data'];
}

/** The groups. One stop of the Tab key. */
function Rows({ groups }: RowsProps) {
  const list = useRef<HTMLUListElement>(null);
  const { stop, onKeyDown, onFocus } = useRowKeys({ list, keys: groups.map(({ list_id: key }) => key) });
  return (
    <ul ref={list} onKeyDown={onKeyDown} onFocus={onFocus}>
      {groups.map(({ list_id: listId, show_name: name, photo_path: photo }) => (
        <li key={listId}>
          <Link
            to="/chats/$listId"
            params={{ listId }}
            data-row={listId}
            tabIndex={listId === stop ? 0 : -1}
            className="flex h-14 items-center gap-3 rounded-card px-2 transition-colors hover:bg-hover"
          >
            <Avatar id={listId} name={name} photo={photo} />
            <span className="min-w-0 truncate font-medium">{name}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
