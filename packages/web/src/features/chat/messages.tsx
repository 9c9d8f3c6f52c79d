import { ArrowDown, AtSign, MessageCircle } from 'lucide-react';
import { memo, useMemo, useState } from 'react';
import { deriveRows, type Divider, type MessageRow, type Row } from '../../client/messages/rows.js';
import { createSameRows } from '../../client/messages/same-rows.js';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { classes } from '../../ui/classes.js';
import { Empty } from '../../ui/empty.js';
import { Icon } from '../../ui/icon.js';
import { Skeleton } from '../../ui/skeleton.js';
import { LoadFailure, useAccount } from '../account/index.js';
import { WriterFace } from '../groups/index.js';
import { albumsOf } from '../media/index.js';
import { Album } from './album.js';
import { useChatState, useChatStore } from './chat-state.js';
import { leave } from './deeds.js';
import { DayLine, RecalledLine, SystemLine, UnreadLine } from './lines.js';
import { Message } from './message.js';
import { CurrentMessage, MessageContext, type MessageTools } from './message-tools.js';
import type { Known } from './use-conversation.js';
import { Choose, SelectBar, useSelectionFocus } from './select-bar.js';
import { useReading } from './use-conversation.js';
import { useJump } from './use-jump.js';
import { useMessageMenu } from './use-message-menu.js';
import { useMessageKeys } from './use-message-keys.js';
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
  const isEmpty = state.entries.length === 0 && state.pending.length === 0;
  if (state.loading === 'failed')
    return <LoadFailure title={t('failed')} onRetry={() => conversation.open()} />;
  if (state.loading === 'loading') return <Loading />;
  if (isEmpty) return <Empty icon={MessageCircle} title={t('empty')} hint={t('emptyHint', { name })} />;
  return <List {...props} />;
}

/** The rows that are in view, and some around them; the others exist as a height only. */
function List({ conversation, state, divider, isGroup, nameOf: nameOfOther }: MessagesProps) {
  const t = useTranslations('chat');
  const message = useTranslations('message');
  const rows = useDerivedRows({ state, divider });
  const { scroller, virtual, isPlaced, seen, isAtEnd, day, toEnd } = useRows({
    conversation,
    state,
    rows,
    divider,
  });
  const store = useChatStore(conversation);
  const isChoosing = useChatState(conversation, ({ selected }) => selected !== undefined);
  // Each picture is chosen by itself.
  const albums = useMemo(() => albumsOf(isChoosing ? [] : rows), [rows, isChoosing]);
  const { flash, hasPlaces, jump, goBack } = useJump({ conversation, rows, virtual, isPlaced });
  const { current, onKeyDown, onFocus } = useMessageKeys({ scroller, rows, virtual });
  const { tools, layers, forward } = useMessageMenu({ conversation, isGroup, nameOf: nameOfOther, jump });
  useReading(conversation, seen);
  useSelectionFocus(scroller, isChoosing);
  const [furthest, setFurthest] = useState(0);
  if (seen !== undefined && seen > furthest) setFurthest(seen);
  const below = rows.filter(
    (row) => row.kind === 'message' && !row.isOwn && (row.entry?.seq ?? 0) > furthest,
  );
  const unreadMentions = mentionsFrom(rows, divider?.seq, tools);
  const mention = below.find((row) => row.kind === 'message' && tools.isMentioned(row));
  return (
    <MessageContext value={tools}>
      <div className="relative flex min-h-0 grow flex-col">
        <div
          ref={scroller}
          tabIndex={0}
          aria-label={t('history')}
          role="region"
          onFocus={onFocus}
          onKeyDown={(event) => (event.key === 'Escape' ? leave(store) : onKeyDown(event))}
          className="flex min-h-0 grow flex-col overflow-y-auto overscroll-contain [overflow-anchor:none]"
        >
          <ol className="relative mt-auto w-full shrink-0" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, key, start }) => {
              const row = rows[index];
              const album = albums.get(String(key));
              return (
                <li
                  key={key}
                  data-index={index}
                  ref={virtual.measureElement}
                  className={classes(
                    'absolute inset-x-0 top-0 flex flex-col px-3 transition-colors lg:px-6',
                    isChoosing && 'ps-12 lg:ps-14',
                    hasSeq(row, album, flash) && 'bg-tint',
                  )}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  {/* For each row by itself: the newest message is the current one, and none of the others changes with it. */}
                  <CurrentMessage value={hasSeq(row, album, current) ? current : undefined}>
                    <RowView row={row} album={album} tools={tools} unreadMentions={unreadMentions} />
                  </CurrentMessage>
                </li>
              );
            })}
          </ol>
        </div>
        {day !== undefined && <FloatingDay time={day} />}
        {(!isAtEnd || hasPlaces) && (
          <DownButton
            label={hasPlaces ? message('goBack') : t('toEnd', { count: below.length })}
            count={below.length}
            onClick={hasPlaces ? goBack : toEnd}
          />
        )}
        {mention !== undefined && (
          <MentionButton label={message('toMention')} onClick={() => jump(seqOf(mention) ?? 0)} />
        )}
        {layers}
      </div>
      <SelectBar tools={tools} rows={rows} onForward={forward} />
    </MessageContext>
  );
}

/** The rows of a chat, the same objects as long as they do not change. */
function useDerivedRows({ state, divider }: Pick<MessagesProps, 'state' | 'divider'>): readonly Row[] {
  const { session } = useAccount();
  const [keepSame] = useState(createSameRows);
  return useMemo(
    () => keepSame(deriveRows({ ...state, ownId: session.userId, divider: divider ?? undefined })),
    [keepSame, state, session.userId, divider],
  );
}

/** The day of what is at the upper edge. */
function FloatingDay({ time }: { readonly time: number }) {
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-2 left-1/2 -translate-x-1/2 animate-appear rounded-pill border border-line bg-raised px-3 shadow-float"
    >
      <DayLine time={time} isFloating />
    </div>
  );
}

/** The way down, with the number of messages that wait there. */
function DownButton({
  label,
  count,
  onClick,
}: {
  readonly label: string;
  readonly count: number;
  readonly onClick: () => void;
}) {
  return (
    <div className="absolute end-4 bottom-4 animate-rise">
      <IconButton label={label} className="border border-line bg-raised shadow-float" onClick={onClick}>
        <Icon of={ArrowDown} />
        {count > 0 && (
          <span
            aria-hidden
            className="absolute -top-1 -end-1 min-w-5 rounded-pill bg-accent px-1 text-meta leading-5 font-medium text-on-accent tabular-nums"
          >
            {count}
          </span>
        )}
      </IconButton>
    </div>
  );
}

/** The way to the next message that mentions the reader. */
function MentionButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <div className="absolute end-4 bottom-18 animate-rise">
      <IconButton
        label={label}
        className="border border-line bg-raised text-accent shadow-float"
        onClick={onClick}
      >
        <Icon of={AtSign} />
      </IconButton>
    </div>
  );
}

/** How many messages from a place on mention the reader. */
function mentionsFrom(rows: readonly Row[], seq: number | undefined, { isMentioned }: MessageTools): number {
  if (seq === undefined) return 0;
  return rows.filter((row) => row.kind === 'message' && (seqOf(row) ?? 0) >= seq && isMentioned(row)).length;
}

/** Whether a row, or a picture of its album, is the message with this seq. */
function hasSeq(row: Row | undefined, album: readonly Row[] = [], seq: number | undefined): boolean {
  return seq !== undefined && [row, ...album].some((one) => seqOf(one) === seq);
}

function seqOf(row: Row | undefined): number | undefined {
  return row && 'entry' in row ? row.entry?.seq : undefined;
}

const RowView = memo(function RowView({
  row,
  album,
  tools,
  unreadMentions,
}: {
  readonly row: Row | undefined;
  /** The pictures that it stands together with. */
  readonly album: readonly MessageRow[] | undefined;
  readonly tools: MessageTools;
  readonly unreadMentions: number;
}) {
  if (!row) return null;
  const { conversation, isGroup, nameOf } = tools;
  if (row.kind === 'day') return <DayLine time={row.time} />;
  if (row.kind === 'unread') return <UnreadLine count={row.count} mentions={unreadMentions} />;
  if (row.kind === 'line') return <SystemLine entry={row.entry} nameOf={nameOf} />;
  if (row.isRecalled) return <RecalledLine row={row} tools={tools} />;
  const author = isGroup && !row.isOwn ? (row.alias ?? nameOf(row.from)) : undefined;
  // The first of an album shows all of it.
  if (album && album[0] !== row) return null;
  const isLast = album ? album.at(-1)?.isLast : row.isLast;
  return (
    <>
      <Choose row={row} tools={tools} />
      <div className={classes('relative flex flex-col', author !== undefined && 'ps-10')}>
        {author !== undefined && isLast && (
          <span className="absolute start-0 bottom-0">
            <WriterFace listId={conversation.listId} userId={row.from} name={author} />
          </span>
        )}
        {album ? (
          <Album rows={album} author={author} />
        ) : (
          <Message
            row={row}
            author={author}
            onRetry={() => conversation.retry(row.key)}
            onDiscard={() => conversation.discard(row.key)}
          />
        )}
      </div>
    </>
  );
});

function Loading() {
  return (
    <div className="flex grow flex-col justify-end gap-3 p-6">
      <Skeleton className="h-11 w-52 rounded-bubble" />
      <Skeleton className="h-11 w-72 self-end rounded-bubble" />
      <Skeleton className="h-16 w-60 rounded-bubble" />
    </div>
  );
}
