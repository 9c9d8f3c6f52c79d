import { createStore } from 'zustand/vanilla';

/** Whether the search over everything is open. */
export const searchState = createStore<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

export function openSearch(isOpen = true): void {
  searchState.setState({ isOpen });
}

/** The modifier of shortcuts on this machine. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
