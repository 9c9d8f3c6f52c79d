import type { ReactNode } from 'react';
import { useTranslations } from './index.js';
import { FieldWords } from '../ui/field-words.js';

/** Lets fields say in the reader's language what is wrong with them. */
export function Fields({ children }: { readonly children: ReactNode }) {
  const t = useTranslations('field');
  return (
    <FieldWords
      value={({ validity, minLength, validationMessage }) => {
        if (validity.valueMissing) return t('missing');
        if (validity.tooShort) return t('short', { count: minLength });
        return validity.typeMismatch ? t('email') : validationMessage;
      }}
    >
      {children}
    </FieldWords>
  );
}
