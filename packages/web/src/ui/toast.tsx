import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';

interface Shown {
  readonly id: number;
  readonly text: string;
}

const toasts = createStore<readonly Shown[]>(() => []);
const SHOWN_MS = 5000;
let count = 0;

/** Says briefly what has happened: a sentence, spoken and shown for some seconds. */
export function toast(text: string): void {
  const shown = { id: ++count, text };
  toasts.setState((all) => [...all.slice(-2), shown], true);
  setTimeout(() => toasts.setState((all) => all.filter((one) => one !== shown), true), SHOWN_MS);
}

/** The place of the toasts, once a page. */
export function Toasts() {
  const shown = useStore(toasts);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-20 z-20 flex flex-col items-center gap-2 px-4 md:bottom-6"
    >
      {shown.map(({ id, text }) => (
        <p
          key={id}
          className="animate-rise rounded-card border border-line bg-raised px-4 py-3 text-small shadow-float"
        >
          {text}
        </p>
      ))}
    </div>
  );
}
