import { useLayoutEffect, type RefObject } from 'react';

/** While a layer covers the page, nothing beside it takes the focus, a press or a reader's cursor. */
export function useAlone(layer: RefObject<HTMLElement | null>, isAlone: boolean): void {
  // Before the focus goes back to what was beside it.
  useLayoutEffect(() => {
    if (!isAlone) return undefined;
    const others = [...(layer.current?.parentElement?.children ?? [])]
      .filter((one) => one instanceof HTMLElement)
      .filter((one) => one !== layer.current && !one.inert);
    for (const other of others) other.inert = true;
    return () => {
      for (const other of others) other.inert = false;
    };
  }, [layer, isAlone]);
}
