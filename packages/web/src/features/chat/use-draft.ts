import { useStore } from 'zustand';
import { useAccount } from '../account/index.js';

/** What is being written in a chat: kept for each chat, across chats, reloads and killed tabs. */
export function useDraft(listId: string): readonly [string, (text: string) => void] {
  const { drafts } = useAccount();
  const text = useStore(drafts.store, (all) => all[listId] ?? '');
  return [text, (next) => drafts.set(listId, next)];
}
