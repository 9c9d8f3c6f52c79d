import { useEffect, useRef, useState } from 'react';
import { useAccount } from '../account/index.js';

/** What is being written in a chat: kept for each chat, across chats, reloads and killed tabs. */
export function useDraft(listId: string): readonly [string, (text: string) => void] {
  const { storage } = useAccount();
  const [text, setText] = useState('');
  const isTouched = useRef(false);
  useEffect(() => {
    let isCurrent = true;
    void storage.loadDraft(listId).then((kept) => {
      if (isCurrent && !isTouched.current) setText(kept);
    });
    return () => {
      isCurrent = false;
    };
  }, [storage, listId]);

  function change(next: string): void {
    isTouched.current = true;
    setText(next);
    storage.saveDraft(listId, next);
  }

  return [text, change];
}
