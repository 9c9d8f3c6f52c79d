import { Link } from '@tanstack/react-router';
import { AtSign, BellOff, EllipsisVertical, Pin } from 'lucide-react';
import { memo } from 'react';
import type { Chat } from '../../client/chats/rules.js';
import { isThisYear, useFormatter, useToday, useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Badge } from '../../ui/badge.js';
import { classes } from '../../ui/classes.js';
import { Icon } from '../../ui/icon.js';
import { useFaceOf, useIsOnline } from '../account/index.js';
import { Preview } from './preview.js';
import { useLongPress } from '../../ui/use-long-press.js';

interface ChatRowProps {
  readonly chat: Chat;
  readonly isOpen: boolean;
  /** Whether the Tab key stops here. */
  readonly isStop: boolean;
  readonly onMenu: (chat: Chat, anchor: Element) => void;
}

/** A conversation in the list. */
export const ChatRow = memo(function ChatRow({ chat, isOpen, isStop, onMenu }: ChatRowProps) {
  const t = useTranslations('chats');
  const app = useTranslations('app');
  const when = useWhen(chat.last?.time ?? chat.time);
  const { name, photo } = useFaceOf()(chat);
  const isOnline = useIsOnline(chat.peer?.user_id ?? 0);
  const { unread, mentions, silent, pinned, archived } = chat;
  const press = useLongPress((anchor) => onMenu(chat, anchor));
  return (
    <div className="group relative mx-2">
      <Link
        data-row={chat.to}
        to="/chats/$listId"
        params={{ listId: chat.to }}
        search={archived ? { box: 'archive' } : {}}
        tabIndex={isStop ? 0 : -1}
        {...press}
        onContextMenu={(event) => {
          event.preventDefault();
          onMenu(chat, event.currentTarget);
        }}
        className={classes(
          'flex h-16 items-center gap-3 rounded-card px-2 transition-colors no-callout hover:bg-hover aria-[current=page]:bg-tint',
          pinned && !isOpen && 'bg-page',
        )}
      >
        <Avatar id={chat.peer?.user_id ?? chat.to} name={name} photo={photo} isOnline={isOnline} />
        <span className="flex min-w-0 grow flex-col">
          <span className="flex items-baseline gap-2">
            <span className="min-w-0 grow truncate font-medium">{name}</span>
            {silent && <Mark icon={BellOff} label={t('muted')} />}
            {pinned && <Mark icon={Pin} label={t('pinned')} />}
            <time className="shrink-0 text-meta text-secondary tabular-nums">{when}</time>
          </span>
          <span className="flex items-center gap-2">
            <Preview chat={chat} isOpen={isOpen} />
            {mentions > 0 && (
              <span
                role="img"
                aria-label={t('mentioned')}
                className="inline-flex size-5 shrink-0 items-center justify-center rounded-pill bg-accent text-on-accent"
              >
                <Icon of={AtSign} size={14} />
              </span>
            )}
            {unread > 0 && (
              <Badge
                count={unread}
                label={app('unread', { count: unread })}
                isQuiet={silent || archived === true}
              />
            )}
          </span>
        </span>
      </Link>
      <button
        type="button"
        tabIndex={-1}
        aria-label={t('actionsOf', { name })}
        onClick={(event) => onMenu(chat, event.currentTarget)}
        className="absolute end-1 bottom-1 hidden size-7 items-center justify-center rounded-pill border border-line bg-raised text-secondary hover:text-text pointer-fine:group-hover:inline-flex"
      >
        <Icon of={EllipsisVertical} size={16} />
      </button>
    </div>
  );
});

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
  if (time >= midnight) return format.dateTime(time, 'time');
  if (time >= midnight - DAY_MS) return t('yesterday');
  if (time >= midnight - 6 * DAY_MS) return format.dateTime(time, 'weekday');
  return format.dateTime(time, isThisYear(time, midnight) ? 'day' : 'date');
}
