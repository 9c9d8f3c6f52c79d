import { useRef, type PointerEvent } from 'react';

const LONG_MS = 450;
/** A finger that moves further scrolls. */
const STILL_PX = 10;

/** Handlers of an element that call back when a finger rests on it. */
export function useLongPress(onLongPress: (element: HTMLElement) => void) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number }>(undefined);
  function end(): void {
    clearTimeout(press.current?.timer);
    press.current = undefined;
  }
  return {
    onPointerDown: ({ pointerType, currentTarget, clientX: x, clientY: y }: PointerEvent<HTMLElement>) => {
      end();
      if (pointerType === 'mouse') return;
      press.current = { timer: setTimeout(() => onLongPress(currentTarget), LONG_MS), x, y };
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const { x = clientX, y = clientY } = press.current ?? {};
      if (Math.hypot(clientX - x, clientY - y) > STILL_PX) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
