import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type RefObject } from 'react';
import type { Virtualizer } from '@tanstack/react-virtual';
import type { Row } from '../../client/messages/rows.js';

/**
 * One stop of the Tab key for all messages: the arrow keys, Home and End go on from there, also to messages that are not in
 * view yet.
 */
export function useRoving({
  scroller,
  rows,
  virtual,
}: {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly rows: readonly Row[];
  readonly virtual: Virtualizer<HTMLDivElement, Element>;
}) {
  const [visited, setVisited] = useState<number>();
  const wanted = useRef<number>(undefined);
  // The row that was scrolled to comes with a later frame.
  useEffect(() => {
    if (wanted.current === undefined) return;
    const button = scroller.current?.querySelector<HTMLElement>(`[data-message="${wanted.current}"]`);
    if (!button) return;
    wanted.current = undefined;
    button.focus();
  });

  const places = rows.flatMap((row, index) =>
    row.kind === 'message' && row.entry && !row.isRecalled ? [{ seq: row.entry.seq, index }] : [],
  );
  const known = places.findIndex(({ seq }) => seq === visited);
  const at = known === -1 ? places.length - 1 : known;

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (!(event.target as Element).matches('[data-message]')) return;
    const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: places.length - 1 }[event.key];
    const place = next === undefined ? undefined : places[next];
    if (!place) return;
    event.preventDefault();
    wanted.current = place.seq;
    setVisited(place.seq);
    virtual.scrollToIndex(place.index, { align: 'auto' });
  }

  return {
    /** The message whose button the Tab key reaches. */
    current: places[at]?.seq,
    onKeyDown,
    onFocus: ({ target }: FocusEvent<HTMLElement>) => {
      if (target.matches('[data-message]')) setVisited(Number(target.dataset['message']));
    },
  };
}
