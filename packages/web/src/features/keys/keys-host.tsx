import { lazy, Suspense, useEffect, useState } from 'react';
import { focusNextLandmark } from './landmarks.js';

const KeysDialog = lazy(async () => ({ default: (await import('./keys-dialog.js')).KeysDialog }));

/** Keys of every page: `?` or Ctrl and / shows all keys, F6 goes from one part of the page to the next. */
export function KeysHost() {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if (event.key === 'F6' && !event.ctrlKey && !event.altKey) {
        event.preventDefault();
        focusNextLandmark(event.shiftKey ? -1 : 1);
      }
      const isModified = event.ctrlKey || event.metaKey || event.altKey;
      const isQuestion = event.key === '?' && !isModified && !isWriting(event.target);
      const isSlash = event.key === '/' && (event.ctrlKey || event.metaKey) && !event.altKey;
      if (!isQuestion && !isSlash) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    isOpen && (
      <Suspense>
        <KeysDialog onClose={() => setOpen(false)} />
      </Suspense>
    )
  );
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
