import { useState, type KeyboardEvent } from 'react';

interface Keys {
  /** The card at which the tab key stops. */
  readonly stop: number;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/**
 * Keys of a grid of cards: arrows, Home and End move the focus, other keys act on the focused card. `act` returns whether
 * it knows the key.
 */
export function useGridKeys(count: number, act: (key: string, index: number) => boolean): Keys {
  const [stop, setStop] = useState(0);

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (event.altKey || event.ctrlKey || event.metaKey || count === 0) return;
    const cards = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-card]')];
    const at = cards.findIndex((card) => card.parentElement?.contains(event.target as Node));
    if (at < 0) return;
    const to = targetOf(event.key, at, cards);
    if (to !== undefined) {
      event.preventDefault();
      setStop(to);
      cards[to]?.focus();
    } else if (act(event.key, at)) event.preventDefault();
  }

  return { stop: Math.min(stop, Math.max(0, count - 1)), onKeyDown };
}

function targetOf(key: string, at: number, cards: readonly HTMLElement[]): number | undefined {
  const last = cards.length - 1;
  const rowOf = (index: number) => cards[index]!.getBoundingClientRect().top;
  const columns = cards.filter((_, index) => rowOf(index) === rowOf(0)).length;
  switch (key) {
    case 'ArrowRight':
      return Math.min(last, at + 1);
    case 'ArrowLeft':
      return Math.max(0, at - 1);
    case 'ArrowDown':
      return Math.min(last, at + columns);
    case 'ArrowUp':
      return Math.max(0, at - columns);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
