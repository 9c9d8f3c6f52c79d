import { Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { useAccount } from '../account/index.js';

const SearchBar = lazy(async () => ({ default: (await import('./search-bar.js')).SearchBar }));

/** The button that searches in a chat; Ctrl or Cmd and F does so too, a second time it is the browser's own. */
export function ChatSearch({ listId }: { readonly listId: string }) {
  const conversation = useAccount().conversation(listId);
  const t = useTranslations('chatSearch');
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isOpen) return undefined;
    const onKey = (event: KeyboardEvent) => {
      const isKey = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!isKey || event.key.toLowerCase() !== 'f') return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isOpen]);
  function close(): void {
    setOpen(false);
    button.current?.querySelector('button')?.focus();
  }
  return (
    <div ref={button} className="contents">
      <IconButton label={t('open')} aria-expanded={isOpen} onClick={() => setOpen(true)}>
        <Icon of={Search} />
      </IconButton>
      {isOpen && (
        <Suspense>
          <SearchBar conversation={conversation} onClose={close} />
        </Suspense>
      )}
    </div>
  );
}
