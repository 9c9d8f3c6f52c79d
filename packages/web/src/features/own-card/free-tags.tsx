import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Icon } from '../../ui/icon.js';

/** So many tags, each with so many characters. */
const MOST = 3;
const LONGEST = 20;

interface FreeTagsProps {
  readonly tags: readonly string[];
  readonly onChange: (tags: readonly string[]) => void;
}

/** Words of one's own for the card. What was typed counts as soon as the field is left. */
export function FreeTags({ tags, onChange }: FreeTagsProps) {
  const t = useTranslations('ownCard');
  const [text, setText] = useState('');

  function add(): void {
    // Lists separate tags by this sign.
    const typed = text.split('#').map((tag) => tag.trim());
    onChange([...new Set([...tags, ...typed])].filter((tag) => tag !== '').slice(0, MOST));
    setText('');
  }

  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-2 text-small font-medium">{t('tags')}</legend>
      <ul className="flex flex-wrap gap-2 empty:hidden">
        {tags.map((tag) => (
          <li
            key={tag}
            className="flex h-9 max-w-full items-center rounded-pill border border-accent bg-tint ps-3 text-small font-medium text-accent"
          >
            <span className="truncate">{tag}</span>
            <button
              type="button"
              aria-label={t('removeTag', { tag })}
              onClick={() => onChange(tags.filter((other) => other !== tag))}
              className="flex size-9 shrink-0 items-center justify-center rounded-pill hover:bg-hover"
            >
              <Icon of={X} size={16} />
            </button>
          </li>
        ))}
      </ul>
      {tags.length < MOST ? (
        <Field
          label={t('newTag')}
          hint={t('tagsHint', { most: MOST, longest: LONGEST })}
          value={text}
          maxLength={LONGEST}
          onChange={(event) => setText(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing || text.trim() === '') return;
            event.preventDefault();
            add();
          }}
          end={
            text.trim() !== '' && (
              <Button look="quiet" className="h-9 px-3" onClick={add}>
                {t('addTag')}
              </Button>
            )
          }
        />
      ) : (
        <p className="text-small text-secondary">{t('tagsFull', { most: MOST })}</p>
      )}
    </fieldset>
  );
}
