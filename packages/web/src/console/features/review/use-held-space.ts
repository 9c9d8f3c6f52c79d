import { useEffect, useState } from 'react';

/** Whether the space bar is held, outside of what it presses or fills. */
export function useHeldSpace(): boolean {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.key !== ' ') return;
      const isPressed = event.type === 'keydown';
      if (isPressed && event.target instanceof Element && event.target.closest('input, textarea, button, a'))
        return;
      if (isPressed) event.preventDefault(); // it would scroll
      setHeld(isPressed);
    }
    const release = () => setHeld(false);
    addEventListener('keydown', onKey);
    addEventListener('keyup', onKey);
    addEventListener('blur', release);
    return () => {
      removeEventListener('keydown', onKey);
      removeEventListener('keyup', onKey);
      removeEventListener('blur', release);
    };
  }, []);
  return isHeld;
}
