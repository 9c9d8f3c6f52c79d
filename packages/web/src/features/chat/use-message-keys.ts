import type { RefObject } from 'react';
import type { Virtualizer } from '@tanstack/react-virtual';
import type { Row } from '../../client/messages/rows.js';
import { useRowKeys } from '../../ui/use-row-keys.js';

interface MessageKeysOptions {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly rows: readonly Row[];
  readonly virtual: Virtualizer<HTMLDivElement, Element>;
}

/** One stop of the Tab key for all messages, first the newest one; keys go on from there, also to those out of view. */
export function useMessageKeys({ scroller, rows, virtual }: MessageKeysOptions) {
  const places = rows.flatMap((row, index) =>
    row.kind === 'message' && row.entry && !row.isRecalled ? [{ key: String(row.entry.seq), index }] : [],
  );
  const { stop, onKeyDown, onFocus } = useRowKeys({
    list: scroller,
    keys: places.map(({ key }) => key),
    first: places.at(-1)?.key,
    show: (place) => virtual.scrollToIndex(places[place]?.index ?? 0, { align: 'auto' }),
  });
  return {
    /** The number of the message whose button the Tab key reaches. */
    current: stop === undefined ? undefined : Number(stop),
    onKeyDown,
    onFocus,
  };
}
