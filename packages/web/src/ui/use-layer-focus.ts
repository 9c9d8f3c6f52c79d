import { useEffect, useRef, type RefObject } from 'react';

/** Takes the focus to a layer beside or above the page, and back to where it was when the layer goes. */
export function useLayerFocus<T extends HTMLElement>(): RefObject<T | null> {
  const layer = useRef<T>(null);
  useEffect(() => {
    const before = document.activeElement;
    layer.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return layer;
}
