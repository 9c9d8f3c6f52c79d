import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { SearchField } from '../../../ui/search-field.js';
import { useKeys } from '../../parts/use-keys.js';

/** Whose photos the queue shows. The address holds it; `/` goes to the field, and Enter applies it. */
export function Filter() {
  const t = useTranslations('console.photos');
  const { q = '', ...others } = useSearch({ from: '/console/photos' });
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  const field = useRef<HTMLFormElement>(null);
  useKeys({ '/': () => field.current?.querySelector('input')?.focus() });

  function apply(wanted: string): void {
    const person = wanted.trim();
    if (person === q) return field.current?.querySelector('input')?.blur();
    void navigate({
      to: '/console/photos',
      search: { ...others, ...(person !== '' && { q: person }) },
      replace: true,
    });
  }
  function onChange(wanted: string): void {
    setText(wanted);
    // Whoever empties the field wants all.
    if (wanted === '') apply('');
  }

  return (
    <form
      ref={field}
      role="search"
      className="shrink-0 px-4 pb-3 md:px-6"
      onSubmit={(event) => {
        event.preventDefault();
        apply(text);
      }}
    >
      <SearchField label={t('filter')} value={text} className="w-full max-w-form" onChange={onChange} />
    </form>
  );
}
