import { Outlet, useParams } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import { useTranslations } from '../../text/index.js';
import { classes } from '../../ui/classes.js';
import { Empty } from '../../ui/empty.js';
import { ChatList } from './chat-list.js';

/** The list of conversations, and beside it the one that is open; in narrow windows one of both. */
export function ChatsScreen() {
  const t = useTranslations('chats');
  const { listId } = useParams({ strict: false });
  const isOpen = listId !== undefined;
  return (
    <main id="content" tabIndex={-1} className="flex min-w-0 grow outline-none">
      <section
        aria-label={t('title')}
        className={classes(
          'w-full flex-col border-line bg-panel lg:flex lg:w-list lg:shrink-0 lg:border-e',
          isOpen ? 'hidden' : 'flex',
        )}
      >
        <ChatList openId={listId} />
      </section>
      <div className={classes('min-w-0 grow flex-col lg:flex', isOpen ? 'flex' : 'hidden')}>
        {isOpen ? <Outlet /> : <Empty icon={MessagesSquare} title={t('choose')} hint={t('chooseHint')} />}
      </div>
    </main>
  );
}
