import { useEffect, useRef, type RefObject } from 'react';
import { useStore } from 'zustand';
import { toast } from '../../../ui/toast.js';
import { useRefusal } from '../../admin/index.js';
import { useKeys } from '../../parts/use-keys.js';
import { neighbour, type Item, type Note } from './queue.js';
import type { Review } from './review.js';
import { useLease, useSettled } from './use-open-item.js';

/** What the desk of a queue shows, and what all desks do. */
export interface Desk<I extends Item> {
  readonly items: readonly I[];
  readonly item: I | undefined;
  readonly note: Note | undefined;
  /** The open item, if it may be judged: it waits, and has been on screen for a moment. */
  readonly judged: I | undefined;
  /** Gets the focus with each item. */
  readonly heading: RefObject<HTMLHeadingElement | null>;
  readonly next: () => void;
  readonly undo: () => void;
}

/** Leases the open item. */
export function useDesk<I extends Item>(review: Review<I>): Desk<I> {
  const { store } = review;
  const refusalOf = useRefusal();
  const items = useStore(store, (queue) => queue.items);
  const openId = useStore(store, (queue) => queue.openId);
  const note = useStore(store, ({ notes }) => (openId === undefined ? undefined : notes.get(openId)));
  const item = items.find(({ id }) => id === openId);
  const isSettled = useSettled(openId);
  useLease(review, openId);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A button that was pressed would be pressed again by the space bar, for the next item.
    heading.current?.focus({ preventScroll: true });
  }, [openId]);
  return {
    items,
    item,
    note,
    judged: isSettled && !note?.isGone ? item : undefined,
    heading,
    next: () => review.open(neighbour(store.getState(), 1)),
    undo: () => void review.undo().catch((error: unknown) => toast(refusalOf(error))),
  };
}

/** The keys of all desks, and those of this one. */
export function useDeskKeys<I extends Item>(
  review: Review<I>,
  { next, undo }: Pick<Desk<I>, 'next' | 'undo'>,
  keys: Readonly<Record<string, () => void>>,
): void {
  const previous = () => review.open(neighbour(review.store.getState(), -1));
  useKeys({ j: next, ArrowDown: next, k: previous, ArrowUp: previous, u: undo, ...keys });
}
