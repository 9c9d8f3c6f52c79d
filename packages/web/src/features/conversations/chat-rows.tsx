import { useVirtualizer } from '@tanstack/react-virtual';
import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import type { BoxName, Chat } from '../../client/chats/rules.js';
import { useTranslations } from '../../text/index.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { useRowKeys } from '../../ui/use-row-keys.js';
import { useAccount, useChatBox } from '../account/index.js';
import { ChatRow } from './chat-row.js';
import { useOrder } from './use-order.js';

const RowMenu = lazy(async () => ({ default: (await import('./row-menu.js')).RowMenu }));

const ROW = 64;
/** Rows that a page passes. */
const VISIBLE = 8;
/** Rows before the end from which on the next page is loaded. */
const AHEAD = 15;

interface ChatRowsProps {
  readonly box: BoxName;
  readonly openId: string | undefined;
}

/** The rows that are in view, and some around them. One stop of the Tab key; arrows, Home and End move in it. */
export function ChatRows({ box, openId }: ChatRowsProps) {
  const t = useTranslations('chats');
  const { chats: all, hasMore } = useChatBox(box);
  const scroller = useRef<HTMLDivElement>(null);
  const { chats, ...pointer } = useOrder(all);
  const [menu, setMenu] = useState<{ listId: string; anchor: Element }>();
  // eslint-disable-next-line react/incompatible-library -- nothing here is memoised by its results
  const virtual = useVirtualizer({
    count: chats.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => chats[index]?.to ?? index,
    overscan: 8,
    paddingEnd: 8,
  });
  const last = virtual.getVirtualItems().at(-1)?.index ?? 0;
  useMore(box, hasMore && last >= chats.length - AHEAD, chats.length);
  const openMenu = useCallback(({ to }: Chat, anchor: Element) => setMenu({ listId: to, anchor }), []);
  const { stop, onKeyDown, onFocus } = useKeys({ scroller, chats, openId, virtual, openMenu });
  const inMenu = menu && all.find(({ to }) => to === menu.listId);
  return (
    <>
      <div
        ref={scroller}
        className="min-h-0 grow overflow-y-auto overscroll-contain"
        onKeyDown={onKeyDown}
        onFocus={onFocus}
        {...pointer}
      >
        <ul
          aria-label={t(box === 'archive' ? 'archived' : 'title')}
          className="relative"
          style={{ height: virtual.getTotalSize() }}
        >
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const chat = chats[index];
            if (!chat) return null;
            return (
              <li
                key={key}
                aria-setsize={hasMore ? -1 : chats.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start}px)` }}
              >
                <ChatRow
                  chat={chat}
                  isOpen={chat.to === openId}
                  isStop={chat.to === stop}
                  onMenu={openMenu}
                />
              </li>
            );
          })}
        </ul>
        {hasMore && <SkeletonRows count={2} />}
      </div>
      {menu && inMenu && (
        <Suspense>
          <RowMenu chat={inMenu} anchor={menu.anchor} onClose={() => setMenu(undefined)} />
        </Suspense>
      )}
    </>
  );
}

interface KeysOptions {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly chats: readonly Chat[];
  readonly openId: string | undefined;
  readonly virtual: { scrollToIndex(index: number): void };
  readonly openMenu: (chat: Chat, anchor: Element) => void;
}

/** The row where the Tab key stops, and the keys that move it or open its menu. */
function useKeys({ scroller, chats, openId, virtual, openMenu }: KeysOptions) {
  const rows = useRowKeys({
    list: scroller,
    keys: chats.map(({ to }) => to),
    first: openId,
    page: VISIBLE,
    show: (index) => virtual.scrollToIndex(index),
  });
  function onKeyDown(event: KeyboardEvent): void {
    const isMenu = (event.key === 'F10' && event.shiftKey) || event.key === 'ContextMenu';
    if (!isMenu) return rows.onKeyDown(event);
    event.preventDefault();
    const chat = chats.find(({ to }) => to === rows.stop);
    if (chat) openMenu(chat, event.target as Element); // the link of the row
  }

  return { ...rows, onKeyDown };
}

/** Loads the next page of the list near the end of what is loaded. */
function useMore(box: BoxName, isNearEnd: boolean, loaded: number): void {
  const { chats } = useAccount();
  useEffect(() => {
    // A page that could not be loaded is asked for again by the next movement.
    if (isNearEnd) chats.loadMore(box).catch(() => undefined);
  }, [chats, box, isNearEnd, loaded]);
}
