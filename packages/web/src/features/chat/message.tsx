import { Check, CheckCheck, ChevronDown, CircleAlert, Clock, Flame } from 'lucide-react';
import { memo, use, type MouseEvent, type ReactNode } from 'react';
import { burns, type MessageRow } from '../../client/messages/rows.js';
import { useFormatter, useTranslations } from '../../text/index.js';
import { Button, IconButton } from '../../ui/button.js';
import { classes } from '../../ui/classes.js';
import { Icon } from '../../ui/icon.js';
import { isBare, Refusal } from '../media/index.js';
import { Burning } from './burning.js';
import { Content } from './content.js';
import { CurrentMessage, useMessageTools } from './message-tools.js';
import { Quote } from './quote.js';
import { Reactions } from './reactions.js';
import { emojiOnly, textOf } from './rules.js';
import { useLongPress } from '../../ui/use-long-press.js';

interface MessageProps {
  readonly row: MessageRow;
  /** The name above the first message of a group; undefined where it goes without saying. */
  readonly author: string | undefined;
  readonly onRetry: () => void;
  readonly onDiscard: () => void;
}

/** A message in its bubble, with its time and, if it is one's own, how far it has come. */
export const Message = memo(function Message({ row, author, onRetry, onDiscard }: MessageProps) {
  const t = useTranslations('chat');
  const { isOwn, isFirst } = row;
  return (
    <div
      className={classes(
        'flex max-w-bubble flex-col',
        isOwn ? 'items-end self-end' : 'items-start self-start',
        isFirst ? 'pt-2' : 'pt-0.5',
        row.pending && 'animate-rise',
      )}
    >
      {author !== undefined && isFirst && (
        <p className="px-3 pb-0.5 text-small font-medium text-secondary">{author}</p>
      )}
      <Touchable row={row}>
        <Bubble row={row} />
      </Touchable>
      <Reactions row={row} />
      {row.state === 'failed' && (
        <div className="flex flex-wrap items-center justify-end gap-x-1 text-small text-danger">
          <Refusal pending={row.pending} />
          <span className="flex gap-x-1">
            <Button look="quiet" className="h-9 px-2" onClick={onRetry}>
              {t('retry')}
            </Button>
            <Button look="quiet" className="h-9 px-2" onClick={onDiscard}>
              {t('discard')}
            </Button>
          </span>
        </div>
      )}
    </div>
  );
});

/** The bubble, and the ways to its menu: right click, a long touch, the menu key, and a button. */
export function Touchable({
  row,
  isTile = false,
  children,
}: {
  readonly row: MessageRow;
  /** It fills its place in an album. */
  readonly isTile?: boolean;
  readonly children: ReactNode;
}) {
  const t = useTranslations('message');
  const { openMenu } = useMessageTools();
  // The Tab key reaches the button of one message.
  const isCurrent = use(CurrentMessage) === row.entry?.seq;
  const press = useLongPress((element) => openMenu(row, element, buttonIn(element)));
  function onContextMenu(event: MouseEvent<HTMLElement>): void {
    // The browser's own menu for an address.
    if ((event.target as Element).closest('a')) return;
    event.preventDefault();
    const { currentTarget, clientX, clientY } = event;
    const button = buttonIn(currentTarget);
    // The keys name no place.
    const isByKey = event.target === button;
    openMenu(row, isByKey ? button : pointAt(clientX, clientY), button);
  }
  if (!row.entry) return children;
  return (
    <div
      className={classes(
        'group relative pointer-coarse:no-callout',
        isTile ? 'size-full' : 'flex max-w-full',
      )}
      onContextMenu={onContextMenu}
      {...press}
    >
      {children}
      <IconButton
        label={t('actions')}
        data-row={row.entry.seq}
        tabIndex={isCurrent ? 0 : -1}
        aria-haspopup="menu"
        className={classes(
          'absolute top-0 size-9 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:hidden',
          isTile && 'end-0 bg-foot/85',
          !isTile && (row.isOwn ? 'end-full' : 'start-full'),
        )}
        onClick={({ currentTarget }) => openMenu(row, currentTarget, currentTarget)}
      >
        <Icon of={ChevronDown} />
      </IconButton>
    </div>
  );
}

function buttonIn(element: HTMLElement): HTMLElement {
  return element.querySelector<HTMLElement>('[data-row]') ?? element;
}

function pointAt(x: number, y: number) {
  return { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) };
}

/** Emoji alone stand for themselves, large and without a bubble. */
function Bubble({ row }: { readonly row: MessageRow }) {
  const { nameOf, show, isMentioned } = useMessageTools();
  const { isOwn, isFirst, isLast } = row;
  const isToBurn = burns(row.content) && row.entry !== undefined && !isOwn;
  const emoji = row.replyTo === undefined && !isToBurn ? emojiOnly(textOf(row) ?? '') : undefined;
  if (emoji !== undefined)
    return (
      <div className={classes('flex flex-col', isOwn ? 'items-end' : 'items-start')}>
        <span className="font-emoji text-emoji leading-flat">{emoji}</span>
        <Foot row={row} place="below" />
      </div>
    );
  if (isBare(row) && !isToBurn)
    return (
      <div className="relative max-w-full">
        <Content row={row} />
        <Foot row={row} place="picture" />
      </div>
    );
  return (
    <div
      className={classes(
        'min-w-0 rounded-bubble px-3 py-2 wrap-anywhere',
        isOwn ? 'bg-own' : 'bg-other',
        isMentioned(row) && 'border-s-2 border-accent',
        isOwn && !isFirst && 'rounded-se-joint',
        isOwn && !isLast && 'rounded-ee-joint',
        !isOwn && !isFirst && 'rounded-ss-joint',
        !isOwn && !isLast && 'rounded-es-joint',
      )}
    >
      <Quote row={row} nameOf={nameOf} onShow={(seq) => show(seq, row.entry?.seq)} />
      {isToBurn ? <Burning row={row} /> : <Content row={row} />}
      <Foot row={row} place="bubble" />
    </div>
  );
}

const STATES = { sending: Clock, failed: CircleAlert, sent: Check, read: CheckCheck } as const;
const STATE_TEXTS = { sending: 'sending', failed: 'notSent', sent: 'sent', read: 'read' } as const;

/** In the last line of the text when there is room, else below it; in a corner of a picture. */
export function Foot({
  row,
  place,
}: {
  readonly row: MessageRow;
  readonly place: 'bubble' | 'below' | 'picture';
}) {
  const t = useTranslations('chat');
  const format = useFormatter();
  return (
    <span
      className={classes(
        'inline-flex items-center gap-1 text-meta tabular-nums',
        place === 'picture'
          ? 'pointer-events-none absolute end-2 bottom-2 rounded-pill bg-foot/85 px-2 text-on-foot'
          : 'float-end ms-3 mt-1',
        place !== 'picture' && (row.isOwn && place === 'bubble' ? 'text-own-secondary' : 'text-secondary'),
      )}
    >
      {burns(row.content) && <Icon of={Flame} size={14} />}
      {row.isEdited && t('edited')}
      <time dateTime={new Date(row.time).toISOString()}>{format.dateTime(row.time, 'time')}</time>
      {row.isOwn && (
        <span role="img" aria-label={t(STATE_TEXTS[row.state])} className="inline-flex">
          <Icon of={STATES[row.state]} size={16} />
        </span>
      )}
    </span>
  );
}
