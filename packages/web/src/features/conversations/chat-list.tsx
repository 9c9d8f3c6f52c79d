import { Link } from '@tanstack/react-router';
import { Archive, MessagesSquare } from 'lucide-react';
import type { BoxName } from '../../client/chats/rules.js';
import { useTranslations } from '../../text/index.js';
import { BackLink } from '../../ui/back-link.js';
import { buttonLook } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { Icon } from '../../ui/icon.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { LoadFailure, useAccount, useChatBox } from '../account/index.js';
import { NewGroup } from '../groups/index.js';
import { ChatRows } from './chat-rows.js';
import { SearchBox } from '../search/index.js';

interface ChatListProps {
  readonly box: BoxName;
  readonly openId: string | undefined;
}

/** The conversations, newest first; the archived ones have a list of their own. */
export function ChatList({ box, openId }: ChatListProps) {
  const t = useTranslations('chats');
  const app = useTranslations('app');
  const isArchive = box === 'archive';
  return (
    <>
      <header className="flex items-center gap-1 ps-4 pe-2 head">
        {isArchive && <BackLink to="/chats" search={{}} label={app('back')} isAlways className="-ms-2" />}
        <h1 className="grow truncate text-head font-strong">{t(isArchive ? 'archived' : 'title')}</h1>
        {!isArchive && <NewGroup look="icon" />}
      </header>
      {!isArchive && <SearchBox className="mx-4 mb-2" />}
      {!isArchive && <ArchiveLink />}
      <Content box={box} openId={openId} />
    </>
  );
}

function Content({ box, openId }: ChatListProps) {
  const t = useTranslations('chats');
  const { chats: list } = useAccount();
  const { loading, chats } = useChatBox(box);
  if (loading === 'loading') return <SkeletonRows />;
  if (loading === 'failed') return <LoadFailure title={t('failed')} onRetry={list.reset} />;
  if (chats.length > 0) return <ChatRows key={box} box={box} openId={openId} />;
  if (box === 'archive') return <Empty icon={Archive} title={t('noArchived')} hint={t('noArchivedHint')} />;
  return (
    <Empty icon={MessagesSquare} title={t('empty')} hint={t('emptyHint')}>
      <Link to="/contacts/add" className={buttonLook('main')}>
        {t('addFriend')}
      </Link>
    </Empty>
  );
}

/** The way to the archived conversations, if there are any. */
function ArchiveLink() {
  const t = useTranslations('chats');
  const { chats, hasMore } = useChatBox('archive');
  if (chats.length === 0) return null;
  return (
    <Link
      to="/chats"
      search={{ box: 'archive' }}
      className="mx-2 flex h-11 shrink-0 items-center gap-3 rounded-card px-2 text-secondary transition-colors hover:bg-hover"
    >
      <span className="flex w-11 justify-center">
        <Icon of={Archive} />
      </span>
      <span className="grow">{t('archived')}</span>
      <span className="text-small tabular-nums">{hasMore ? `${chats.length}+` : chats.length}</span>
    </Link>
  );
}
