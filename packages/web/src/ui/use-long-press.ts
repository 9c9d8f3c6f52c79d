import { useRef, type MouseEvent, type PointerEvent, type TouchEvent } from 'react';

const LONG_MS = 450;
/** A finger that moves further scrolls, in pixels. */
const STILL_PX = 10;

/** Handlers of an element that call back when a finger rests on it; the click at the end of that does nothing. */
export function useLongPress(onLongPress: (element: HTMLElement) => void) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number }>(undefined);
  const wasLong = useRef(false);

  function end(): void {
    clearTimeout(press.current?.timer);
    press.current = undefined;
  }

  return {
    onPointerDown: ({ pointerType, currentTarget, clientX: x, clientY: y }: PointerEvent<HTMLElement>) => {
      end();
      wasLong.current = false;
      if (pointerType === 'mouse') return;
      const timer = setTimeout(() => {
        wasLong.current = true;
        onLongPress(currentTarget);
      }, LONG_MS);
      press.current = { timer, x, y };
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const { x = clientX, y = clientY } = press.current ?? {};
      if (Math.hypot(clientX - x, clientY - y) > STILL_PX) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
    // Otherwise the browser presses a mouse where the finger was, outside of what has just opened.
    onTouchEnd: (event: TouchEvent) => {
      if (wasLong.current && event.cancelable) event.preventDefault();
    },
    onClickCapture: (event: MouseEvent) => {
      // A key has no place in a series of clicks.
      if (!wasLong.current || event.detail === 0) return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
