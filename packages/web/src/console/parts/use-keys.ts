import { useEffect, useRef } from 'react';

const FIELDS = 'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]';

/**
 * Calls what belongs to a pressed key, such as `j`, `A` with Shift, or `1`. Keys do nothing while somebody types or a layer is
 * open, and when they are held.
 */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const { key, target, repeat, ctrlKey, metaKey, altKey } = event;
      if (repeat || ctrlKey || metaKey || altKey) return;
      if (target instanceof Element && target.closest(FIELDS)) return;
      if (document.querySelector('[role=dialog], [role=menu]')) return;
      const act = Object.hasOwn(latest.current, key) ? latest.current[key] : undefined;
      if (!act) return;
      event.preventDefault();
      act();
    }
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}
