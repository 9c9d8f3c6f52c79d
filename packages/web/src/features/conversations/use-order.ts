import { useEffect, useMemo, useRef, useState } from 'react';
import type { Chat } from '../../client/chats/rules.js';

/** A pointer that has not moved for this time has left the list to itself. */
const REST_MS = 10_000;

/**
 * The rows in the order that is shown. It follows the list at once, except under a mouse pointer: there it waits until the
 * pointer leaves or rests, so that a click hits what the eye has chosen. Whoever pins a row sees it move.
 */
export function useOrder(chats: readonly Chat[]) {
  const [held, setHeld] = useState<{ readonly order: readonly string[]; readonly pins: string }>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const pins = chats.flatMap(({ pinned, to }) => (pinned ? to : [])).join();

  function release(): void {
    clearTimeout(timer.current);
    setHeld(undefined);
  }

  function hold({ pointerType }: { readonly pointerType: string }): void {
    if (pointerType !== 'mouse') return;
    clearTimeout(timer.current);
    timer.current = setTimeout(release, REST_MS);
    setHeld((before) => (before?.pins === pins ? before : { order: chats.map(({ to }) => to), pins }));
  }

  const shown = useMemo(
    () => (held?.pins === pins ? inHeldOrder(chats, held.order) : chats),
    [chats, held, pins],
  );
  return { chats: shown, onPointerEnter: hold, onPointerMove: hold, onPointerLeave: release };
}

/** The rows that were there, where they were; new ones wait, except those of a page that was loaded below. */
export function inHeldOrder(chats: readonly Chat[], held: readonly string[]): readonly Chat[] {
  const byId = new Map(chats.map((chat) => [chat.to, chat]));
  const isHeld = new Set(held);
  const bottom = chats.findLastIndex(({ to }) => isHeld.has(to));
  return [...held.flatMap((to) => byId.get(to) ?? []), ...chats.slice(bottom + 1)];
}
