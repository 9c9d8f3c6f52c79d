import { lazy, Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { openSearch, searchState } from './search-state.js';

const SearchPalette = lazy(async () => ({ default: (await import('./palette.js')).SearchPalette }));

/** The search over everything, and the key that opens it everywhere: Ctrl or Cmd and K. */
export function SearchHost() {
  const { isOpen } = useStore(searchState);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isKey = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!isKey || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      openSearch(!searchState.getState().isOpen);
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
      openSearch(false);
    };
  }, []);
  return (
    isOpen && (
      <Suspense>
        <SearchPalette onClose={() => openSearch(false)} />
      </Suspense>
    )
  );
}
