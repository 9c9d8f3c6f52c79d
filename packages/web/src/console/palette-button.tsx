import { Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslations } from '../text/index.js';
import { Icon } from '../ui/icon.js';
import { KeyHint } from './parts/key-hint.js';

const ConsolePalette = lazy(async () => ({ default: (await import('./palette.js')).ConsolePalette }));

/** Opens the palette, also by Ctrl+K or ⌘K from anywhere. */
export function PaletteButton({ className }: { readonly className: string }) {
  const t = useTranslations('console.palette');
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const isKey = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!isKey || event.key.toLowerCase() !== 'k') return;
      // Also above an open layer, where it does nothing: the browser would take it.
      event.preventDefault();
      if (!document.querySelector('[role=dialog], [role=menu]')) setOpen(true);
    }
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        className={className}
        onClick={() => setOpen(true)}
      >
        <Icon of={Search} />
        <span className="grow text-start max-md:sr-only">{t('open')}</span>
        <KeyHint>Ctrl K</KeyHint>
      </button>
      {isOpen && (
        <Suspense>
          <ConsolePalette onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
