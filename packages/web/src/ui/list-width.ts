import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** Of lists beside what is open, in pixels. */
export const LIST_WIDTH = { min: 280, usual: 340, max: 420 } as const;

const KEY = 'kith.list-width';

const width = createStore<{ readonly px: number }>(() => ({
  px: within(Number(attempt(() => localStorage.getItem(KEY)) ?? LIST_WIDTH.usual)),
}));

/** A browser that forbids storage throws; then the width lasts as long as the page. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function within(px: number): number {
  return Math.round(Math.min(Math.max(px || LIST_WIDTH.usual, LIST_WIDTH.min), LIST_WIDTH.max));
}

/** The width that the reader has chosen, the same for all lists, and kept. */
export function useListWidth(): readonly [number, (px: number) => void] {
  return [
    useStore(width, ({ px }) => px),
    (px) => {
      width.setState({ px: within(px) });
      attempt(() => localStorage.setItem(KEY, String(width.getState().px)));
    },
  ];
}
