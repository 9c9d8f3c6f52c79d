import { useRef, type MouseEvent, type PointerEvent } from 'react';

const LONG_MS = 450;
/** A finger that moves further scrolls, in pixels. */
const STILL = 10;

/** Handlers of an element that calls back when a finger rests on it; the click at the end of that does nothing. */
export function useLongPress(onPress: (element: Element) => void) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number }>(undefined);
  const wasLong = useRef(false);

  function end(): void {
    clearTimeout(press.current?.timer);
    press.current = undefined;
  }

  return {
    onPointerDown: ({ pointerType, currentTarget, clientX, clientY }: PointerEvent) => {
      wasLong.current = false;
      if (pointerType !== 'touch') return;
      const timer = setTimeout(() => {
        wasLong.current = true;
        onPress(currentTarget);
      }, LONG_MS);
      press.current = { timer, x: clientX, y: clientY };
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const at = press.current;
      if (at && Math.hypot(clientX - at.x, clientY - at.y) > STILL) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
    onClick: (event: MouseEvent) => {
      if (wasLong.current) event.preventDefault();
    },
  };
}
