import { ArrowDown, MessageCircle, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { deriveRows, type Divider, type Row } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { Button, IconButton } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { Icon } from '../../ui/icon.js';
import { Skeleton } from '../../ui/skeleton.js';
import { useAccount } from '../account/index.js';
import { DayLine, SystemLine, UnreadLine } from './lines.js';
import { Message } from './message.js';
import type { Known } from './use-conversation.js';
import { useReading } from './use-conversation.js';
import { useRows } from './use-rows.js';

interface MessagesProps extends Known {
  readonly divider: Divider | null | undefined;
  readonly name: string;
  readonly isGroup: boolean;
  readonly nameOf: (id: number) => string;
}

/** The messages of a conversation, or what stands in their place. */
export function Messages(props: MessagesProps) {
  const { conversation, state, name } = props;
  const t = useTranslations('chat');
  const app = useTranslations('app');
  const isEmpty = state.entries.length === 0 && state.pending.length === 0;
  if (state.loading === 'failed')
    return (
      <Empty icon={TriangleAlert} title={t('failed')}>
        <Button onClick={() => void conversation.open()}>{app('tryAgain')}</Button>
      </Empty>
    );
  if (state.loading === 'loading') return <Loading />;
  if (isEmpty) return <Empty icon={MessageCircle} title={t('empty')} hint={t('emptyHint', { name })} />;
  return <List {...props} />;
}

/** The rows that are in view, and some around them; the others exist as a height only. */
function List({ conversation, state, divider, isGroup, nameOf }: MessagesProps) {
  const t = useTranslations('chat');
  const { session } = useAccount();
  const rows = useMemo(
    () => deriveRows({ ...state, ownId: session.userId, divider: divider ?? undefined }),
    [state, session.userId, divider],
  );
  const { scroller, virtual, seen, isAtEnd, day, toEnd } = useRows({ conversation, state, rows, divider });
  useReading(conversation, seen);
  const [furthest, setFurthest] = useState(0);
  if (seen !== undefined && seen > furthest) setFurthest(seen);
  const below = rows.filter(
    (row) => row.kind === 'message' && !row.isOwn && (row.entry?.seq ?? 0) > furthest,
  ).length;
  return (
    <div className="relative flex min-h-0 grow flex-col">
      <div
        ref={scroller}
        tabIndex={0}
        aria-label={t('history')}
        role="region"
        className="flex min-h-0 grow flex-col overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        <ol className="relative mt-auto w-full shrink-0" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => (
            <li
              key={key}
              data-index={index}
              ref={virtual.measureElement}
              className="absolute inset-x-0 top-0 flex flex-col px-3 lg:px-6"
              style={{ transform: `translateY(${start}px)` }}
            >
              <RowView row={rows[index]} conversation={conversation} isGroup={isGroup} nameOf={nameOf} />
            </li>
          ))}
        </ol>
      </div>
      {day !== undefined && (
        <div
          aria-hidden
          className="pointer-events-none absolute top-2 left-1/2 -translate-x-1/2 animate-appear rounded-pill border border-line bg-raised px-3 shadow-float"
        >
          <DayLine time={day} isFloating />
        </div>
      )}
      {!isAtEnd && (
        <div className="absolute end-4 bottom-4 animate-rise">
          <IconButton
            label={t('toEnd', { count: below })}
            className="border border-line bg-raised shadow-float"
            onClick={toEnd}
          >
            <Icon of={ArrowDown} />
            {below > 0 && (
              <span
                aria-hidden
                className="absolute -top-1 -end-1 min-w-5 rounded-pill bg-accent px-1 text-meta leading-5 font-medium text-on-accent tabular-nums"
              >
                {below}
              </span>
            )}
          </IconButton>
        </div>
      )}
    </div>
  );
}

function RowView({
  row,
  conversation,
  isGroup,
  nameOf,
}: Pick<MessagesProps, 'conversation' | 'isGroup' | 'nameOf'> & { readonly row: Row | undefined }) {
  if (!row) return null;
  if (row.kind === 'day') return <DayLine time={row.time} />;
  if (row.kind === 'unread') return <UnreadLine count={row.count} />;
  if (row.kind === 'line') return <SystemLine entry={row.entry} name={nameOf(row.entry.from)} />;
  return (
    <Message
      row={row}
      author={isGroup && !row.isOwn ? (row.alias ?? nameOf(row.from)) : undefined}
      onRetry={() => conversation.retry(row.key)}
      onDiscard={() => conversation.discard(row.key)}
    />
  );
}

function Loading() {
  return (
    <div className="flex grow flex-col justify-end gap-3 p-6">
      <Skeleton className="h-11 w-52 rounded-bubble" />
      <Skeleton className="h-11 w-72 self-end rounded-bubble" />
      <Skeleton className="h-16 w-60 rounded-bubble" />
    </div>
  );
}
