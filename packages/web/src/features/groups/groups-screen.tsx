import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { UsersRound } from 'lucide-react';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Empty } from '../../ui/empty.js';
import { Pane } from '../../ui/pane.js';
import { SkeletonRows } from '../../ui/skeleton.js';
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
              <ul>
                {groups.map(({ list_id: listId, show_name: name, photo_path: photo }) => (
                  <li key={listId}>
                    <Link
                      to="/chats/$listId"
                      params={{ listId }}
                      className="flex h-14 items-center gap-3 rounded-card px-2 transition-colors hover:bg-hover"
                    >
                      <Avatar id={listId} name={name} photo={photo} />
                      <span className="min-w-0 truncate font-medium">{name}</span>
                    </Link>
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </Pane>
  );
}
