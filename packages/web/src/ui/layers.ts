import { createBrowserHistory, useRouter, type RouterHistory } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** How many layers are open above the page; absent for the page itself. */
    layer?: number;
  }
}

/** What closes the open layers, the lowest one first. */
const open: (() => void)[] = [];

/**
 * Makes the way back close a layer above the page instead of leaving the page, for as long as the caller is shown and
 * `isOpen`. The layer has an entry in the history of {@link createLayerHistory}.
 */
export function useLayer(onClose: () => void, isOpen = true): void {
  const { history } = useRouter();
  const latest = useRef(onClose);
  useEffect(() => {
    latest.current = onClose;
  });
  useEffect(() => {
    if (!isOpen) return undefined;
    const close = () => latest.current();
    open.push(close);
    const { href, state } = history.location;
    const { layer = 0 } = state;
    // A layer that was closed without the way back has left its entry.
    if (open.length > layer) history.push(href, { ...state, layer: layer + 1 });
    return () => {
      const at = open.indexOf(close);
      if (at >= 0) open.splice(at, 1);
    };
  }, [history, isOpen]);
}

/**
 * The browser's history, with entries for layers. A layer that is closed without the way back keeps its entry: the next layer
 * or page takes it over, and a traversal passes over it. So nothing is awaited when a layer closes, and the way forward opens
 * no layer again.
 */
export function createLayerHistory(): RouterHistory {
  const history = createBrowserHistory();
  const { push, replace } = history;
  let from = placeOf(history);
  /** Where an own traversal ends. */
  let target: number | undefined;

  history.push = (path, state, options) => {
    const { layer = 0 } = history.location.state;
    if (state?.layer === layer + 1) return push(path, state, options);
    const { layer: _, ...page } = state ?? {};
    return layer > 0 ? replace(path, page, options) : push(path, page, options);
  };

  history.subscribe(({ action: { type } }) => {
    const { index, layer } = placeOf(history);
    const isBack = index === from.index - 1;
    const isDone = type === 'PUSH' || type === 'REPLACE' || index === target;
    const unused = Math.max(0, from.layer - open.length);
    from = { index, layer };
    target = undefined;
    const passed = isDone ? 0 : (isBack && unused) || layer - open.length;
    if (passed > 0) {
      target = index - passed;
      history.go(-passed);
    } else if (type !== 'PUSH' && type !== 'REPLACE') {
      for (const close of open.splice(layer).toReversed()) close();
    }
  });
  return history;
}

function placeOf({ location: { state } }: RouterHistory) {
  return { index: state.__TSR_index, layer: state.layer ?? 0 };
}
