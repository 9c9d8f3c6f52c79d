import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Divider, Row } from '../../client/messages/rows.js';
import type { Known } from './use-conversation.js';

/** Heights before a row is measured, in pixels. A message of one line is as high as that: nothing is laid out again for it. */
const HEIGHTS = { day: 40, line: 40, unread: 44, message: 40, first: 46 } as const;
/** Rows beyond what is in view from which on further ones are loaded. */
const AHEAD = 20;
/** So close to the end counts as the end, in pixels. */
const NEAR = 80;

/**
 * The place in a chat. It opens at the first unread message or at the end. What is read stays where it is while rows come
 * and go above and below; only who is at the end of a focused window is taken along by new messages.
 */
export function useRows({
  conversation,
  state,
  rows,
  divider,
}: Known & { readonly rows: readonly Row[]; readonly divider: Divider | null | undefined }) {
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react/incompatible-library -- nothing here is memoised by its results
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    anchorTo: 'end',
    followOnAppend: document.hasFocus(),
    scrollEndThreshold: NEAR,
    overscan: 6,
    paddingStart: 8,
    paddingEnd: 8,
    // Set before the first paint, so that nobody sees the beginning pass by.
    initialOffset: () => Number.MAX_SAFE_INTEGER,
  });
  const isAtEnd = !state.hasNewer && virtual.isAtEnd(NEAR);
  const { startIndex = 0, endIndex = 0 } = virtual.range ?? {};

  const placed = useRef<'no' | 'end' | 'divider'>('no');
  const [isPlaced, setPlaced] = useState(false);
  useLayoutEffect(() => {
    if (placed.current === 'no') {
      virtual.scrollToEnd();
      placed.current = 'end';
    }
    if (placed.current === 'end' && divider !== undefined) {
      const index = divider === null ? -1 : rows.findIndex(({ kind }) => kind === 'unread');
      if (index >= 0) virtual.scrollToIndex(Math.max(0, index - 1), { align: 'start' });
      placed.current = 'divider';
      // After the scrolling has taken effect: before it, another place counts as seen.
      requestAnimationFrame(() => requestAnimationFrame(() => setPlaced(true)));
    }
  }, [virtual, rows, divider]);

  const { hasOlder, hasNewer } = state;
  const isNearStart = isPlaced && hasOlder && startIndex < AHEAD;
  const isNearEnd = isPlaced && hasNewer && endIndex > rows.length - AHEAD;
  useEffect(() => {
    // A page that could not be loaded is asked for again by the next movement.
    if (isNearStart) conversation.loadOlder().catch(() => undefined);
    if (isNearEnd) conversation.loadNewer().catch(() => undefined);
  }, [conversation, isNearStart, isNearEnd, rows]);

  const lastPending = state.pending.at(-1)?.cid;
  useLayoutEffect(() => {
    if (lastPending !== undefined) virtual.scrollToEnd();
  }, [virtual, lastPending]);

  const wasAtEnd = useRef(true);
  // The library does not follow when rows are dropped from between the first one, the line of the day, and the new ones.
  const lastKey = rows.at(-1)?.key;
  useLayoutEffect(() => {
    if (isPlaced && wasAtEnd.current && !state.hasNewer && document.hasFocus()) virtual.scrollToEnd();
    // eslint-disable-next-line react/exhaustive-deps -- only what is new is followed
  }, [virtual, lastKey]);

  // The end stays in view when the window, the composer or a keyboard takes room.
  useLayoutEffect(() => {
    wasAtEnd.current = isAtEnd;
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let isFirst = true;
    const observer = new ResizeObserver(() => {
      // The first call says the size that there is, perhaps before the scrolling to the place has been noticed.
      if (!isFirst && isPlaced && wasAtEnd.current) virtual.scrollToEnd();
      isFirst = false;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [virtual, isPlaced]);

  return {
    scroller,
    virtual,
    isPlaced,
    isAtEnd: isAtEnd || !isPlaced,
    /** The newest entry that is in view; undefined until the place is found. */
    seen: !isPlaced ? undefined : isAtEnd ? state.entries.at(-1)?.seq : seqOf(rows[endIndex]),
    /** While somebody scrolls, the day of what is at the upper edge. */
    day: virtual.isScrolling ? dayAt(rows, startIndex) : undefined,
    toEnd: () => {
      // The rows of the newest part come with the next frame.
      void conversation
        .showNewest()
        .then(() => requestAnimationFrame(() => requestAnimationFrame(() => virtual.scrollToEnd())));
    },
  };
}

/** The day of a row; undefined if the row itself says it. */
function dayAt(rows: readonly Row[], index: number): number | undefined {
  for (let at = index - 1; at >= 0; at--) {
    const row = rows[at];
    if (row?.kind === 'day') return row.time;
  }
  return undefined;
}

function heightOf(row: Row | undefined): number {
  return HEIGHTS[row?.kind === 'message' && row.isFirst ? 'first' : (row?.kind ?? 'message')];
}

function seqOf(row: Row | undefined): number | undefined {
  return row && 'entry' in row ? row.entry?.seq : undefined;
}
