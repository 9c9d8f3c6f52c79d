import { useState } from 'react';
import { useStore } from 'zustand';
import type { Review } from '../review/index.js';
import type { Item } from './review.js';

interface Chosen {
  readonly chosen: ReadonlySet<number>;
  /** Those that still wait. */
  readonly chosenItems: readonly Item[];
  readonly toggle: (id: number) => void;
  readonly clear: () => void;
}

/** The people about whom somebody wants to decide together. */
export function useChosen(review: Review<Item>): Chosen {
  const items = useStore(review.store, (queue) => queue.items);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  function toggle(id: number): void {
    const ids = new Set(chosen);
    if (!ids.delete(id)) ids.add(id);
    setChosen(ids);
  }
  return {
    chosen,
    chosenItems: items.filter(({ id }) => chosen.has(id)),
    toggle,
    clear: () => setChosen(new Set()),
  };
}
