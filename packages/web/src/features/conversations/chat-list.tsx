import { Link } from '@tanstack/react-router';
import { BellOff, MessagesSquare, Pin } from 'lucide-react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { useFormatter, useToday, useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Badge } from '../../ui/badge.js';
import { classes } from '../../ui/classes.js';
import { Empty } from '../../ui/empty.js';
import { Icon } from '../../ui/icon.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { Loaded, useAccount, useChats, useWriters, type Chat } from '../account/index.js';

/** The conversations, newest first. */
export function ChatList({ openId }: { readonly openId: string | undefined }) {
  const t = useTranslations('chats');
  return (
    <>
      <header className="flex h-16 shrink-0 items-center px-4 safe-top">
        <h1 className="text-head font-strong">{t('title')}</h1>
      </header>
      <div className="min-h-0 grow overflow-y-auto overscroll-contain pb-2">
        <Loaded of={useChats()} loading={<SkeletonRows />} failed={t('failed')}>
          {(chats) => <Chats chats={chats} openId={openId} />}
        </Loaded>
      </div>
    </>
  );
}

function Chats({ chats, openId }: { readonly chats: readonly Chat[]; readonly openId: string | undefined }) {
  const t = useTranslations('chats');
  if (chats.length === 0)
    return (
      <Empty icon={MessagesSquare} title={t('empty')} hint={t('emptyHint')}>
        <Link to="/contacts/add" className="font-medium text-accent hover:underline">
          {t('addFriend')}
        </Link>
      </Empty>
    );
  return (
    <ul>
      {chats.map((chat) => (
        <li key={chat.list_id}>
          <ChatItem chat={chat} isOpen={chat.list_id === openId} />
        </li>
      ))}
    </ul>
  );
}

const ChatItem = memo(function ChatItem({ chat, isOpen }: { readonly chat: Chat; readonly isOpen: boolean }) {
  const t = useTranslations('chats');
  const app = useTranslations('app');
  const when = useWhen(chat.time * 1000);
  const unread = chat.no_reader_num;
  const isMuted = chat.is_disturb === 1;
  return (
    <Link
      to="/chats/$listId"
      params={{ listId: chat.list_id }}
      className={classes(
        'mx-2 flex h-16 items-center gap-3 rounded-card px-2 transition-colors hover:bg-hover aria-[current=page]:bg-tint',
        chat.top === 1 && !isOpen && 'bg-page',
      )}
    >
      <Avatar id={chat.list_id} name={chat.show_name} photo={chat.photo_path} />
      <span className="flex min-w-0 grow flex-col">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 grow truncate font-medium">{chat.show_name}</span>
          {isMuted && <Mark icon={BellOff} label={t('muted')} />}
          {chat.top === 1 && <Mark icon={Pin} label={t('pinned')} />}
          <time className="shrink-0 text-meta text-secondary tabular-nums">{when}</time>
        </span>
        <span className="flex items-center gap-2">
          <Preview chat={chat} isOpen={isOpen} />
          {unread > 0 && <Badge count={unread} label={app('unread', { count: unread })} isQuiet={isMuted} />}
        </span>
      </span>
    </Link>
  );
});

/** Who is writing, what the reader has begun to write, or the last message. */
function Preview({ chat, isOpen }: { readonly chat: Chat; readonly isOpen: boolean }) {
  const t = useTranslations('chats');
  const { drafts } = useAccount();
  const draft = useStore(drafts.store, (all) => all[chat.list_id] ?? '');
  const isTyping = useWriters(chat.list_id).length > 0;
  return (
    <span className="min-w-0 grow truncate text-small text-secondary">
      {isTyping ? (
        t('typing')
      ) : draft !== '' && !isOpen ? (
        <>
          <span className="text-danger">{t('draft')}</span> {draft}
        </>
      ) : chat.last_msg === '' ? (
        t('nothingYet')
      ) : (
        chat.last_msg
      )}
    </span>
  );
}

function Mark({ icon, label }: { readonly icon: typeof Pin; readonly label: string }) {
  return (
    <span role="img" aria-label={label} className="self-center text-secondary">
      <Icon of={icon} size={14} />
    </span>
  );
}

const DAY_MS = 86_400_000;

/** The time of a day that is today, the day of this week, or the date. */
function useWhen(time: number): string {
  const t = useTranslations('chats');
  const format = useFormatter();
  const midnight = useToday();
  if (time === 0) return '';
  if (time >= midnight) return format.dateTime(time, { hour: '2-digit', minute: '2-digit' });
  if (time >= midnight - DAY_MS) return t('yesterday');
  if (time >= midnight - 6 * DAY_MS) return format.dateTime(time, { weekday: 'short' });
  return format.dateTime(time, { year: '2-digit', month: 'numeric', day: 'numeric' });
}
