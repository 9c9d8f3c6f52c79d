import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type RefObject } from 'react';

interface RowKeysOptions {
  readonly list: RefObject<HTMLElement | null>;
  /** The rows in their order. What takes the focus in a row has its key as `data-row`. */
  readonly keys: readonly string[];
  /** Where the Tab key stops until somebody was in another row; the first row by default. */
  readonly first?: string | undefined;
  /** So many rows are passed by a page. */
  readonly page?: number;
  /** Brings a row into view, which may exist only there. */
  readonly show?: (index: number) => void;
}

/** One stop of the Tab key for all rows of a list: the arrow keys, Home and End go on from there. */
export function useRowKeys({ list, keys, first, page, show }: RowKeysOptions) {
  const [visited, setVisited] = useState<string>();
  const wanted = useRef<string>(undefined);
  // A row that was scrolled to comes with a later frame.
  useEffect(() => {
    if (wanted.current === undefined) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
    if (!row) return;
    wanted.current = undefined;
    row.focus();
  });
  const at = [visited, first].map((key) => keys.indexOf(key ?? '')).find((index) => index >= 0) ?? 0;

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || !isRow(event.target)) return;
    const next = targetOf(event.key, at, { count: keys.length, page });
    // At its ends the list scrolls to what is beside its rows.
    if (next === undefined || next === at) return;
    event.preventDefault();
    wanted.current = keys[next];
    setVisited(keys[next]);
    show?.(next);
  }

  return {
    /** The row where the Tab key stops. */
    stop: keys[at],
    onKeyDown,
    onFocus: ({ target }: FocusEvent<HTMLElement>) => {
      if (isRow(target)) setVisited(target.dataset['row']);
    },
  };
}

function isRow(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.dataset['row'] !== undefined;
}

/** Where a key leads. */
function targetOf(
  key: string,
  from: number,
  { count, page = 0 }: { readonly count: number; readonly page: number | undefined },
): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    ...(page > 0 && { PageDown: from + page, PageUp: from - page }),
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined ? undefined : Math.min(Math.max(to, 0), count - 1);
}
