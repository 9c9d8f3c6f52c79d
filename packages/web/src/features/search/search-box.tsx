import { Search } from 'lucide-react';
import { useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';
import { isMac, openSearch } from './search-state.js';

/** Looks like a field; opens the search over everything. */
export function SearchBox({ className = '' }: { readonly className?: string }) {
  const t = useTranslations('search');
  return (
    <button
      type="button"
      aria-keyshortcuts={isMac ? 'Meta+K' : 'Control+K'}
      onClick={() => openSearch()}
      className={`flex h-11 shrink-0 items-center gap-2 rounded-pill bg-other ps-3 pe-4 text-secondary hover:bg-hover ${className}`}
    >
      <Icon of={Search} size={18} />
      <span className="grow truncate text-start">{t('box')}</span>
      <kbd aria-hidden className="hidden text-meta pointer-fine:lg:inline">
        {isMac ? '⌘K' : 'Ctrl K'}
      </kbd>
    </button>
  );
}
