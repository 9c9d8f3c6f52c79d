import type { KeyboardEvent, PointerEvent } from 'react';
import { LIST_WIDTH, useListWidth } from './list-width.js';

const STEP = 16;

/** The edge between a list and what is open beside it: dragged, or moved by the arrows; a double click resets it. */
export function Splitter({ label }: { readonly label: string }) {
  const [width, setWidth] = useListWidth();

  function onPointerMove({ currentTarget, pointerId, clientX }: PointerEvent<HTMLElement>): void {
    if (!currentTarget.hasPointerCapture(pointerId)) return;
    const list = currentTarget.previousElementSibling;
    if (list) setWidth(clientX - list.getBoundingClientRect().left);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const places: Readonly<Record<string, number>> = {
      ArrowLeft: width - STEP,
      ArrowRight: width + STEP,
      Home: LIST_WIDTH.min,
      End: LIST_WIDTH.max,
    };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    setWidth(place);
  }

  return (
    <div
      role="separator"
      aria-label={label}
      aria-orientation="vertical"
      aria-valuemin={LIST_WIDTH.min}
      aria-valuemax={LIST_WIDTH.max}
      aria-valuenow={width}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={({ currentTarget, pointerId }) => currentTarget.setPointerCapture(pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => setWidth(LIST_WIDTH.usual)}
      className="relative z-10 -mx-1 hidden w-2 shrink-0 cursor-col-resize touch-none transition-colors hover:bg-tint focus-visible:bg-tint lg:block"
    />
  );
}
