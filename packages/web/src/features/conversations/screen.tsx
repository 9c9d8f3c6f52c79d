import { Outlet, useParams, useSearch } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import { useTranslations } from '../../text/index.js';
import { Empty } from '../../ui/empty.js';
import { TwoPanes } from '../../ui/two-panes.js';
import { ChatList } from './chat-list.js';
import { useChatKeys } from './use-chat-keys.js';

/** The list of conversations, and the one that is open. */
export function ChatsScreen() {
  const t = useTranslations('chats');
  const { listId } = useParams({ strict: false });
  const { box = 'main' } = useSearch({ from: '/signed-in/chats' });
  const isOpen = listId !== undefined;
  useChatKeys(box, listId);
  return (
    <TwoPanes label={t('title')} list={<ChatList box={box} openId={listId} />} isOpen={isOpen}>
      {isOpen ? <Outlet /> : <Empty icon={MessagesSquare} title={t('choose')} hint={t('chooseHint')} />}
    </TwoPanes>
  );
}
