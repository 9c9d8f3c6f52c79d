import { useState, type ReactNode } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Field } from '../../../ui/field.js';
import { Form } from '../../../ui/form.js';

/** Asks for the words of a decision, which stay in the log. */
export function WordsForm({
  label,
  submit,
  initial = '',
  isFocused = true,
  look = 'danger',
  onSubmit,
  children,
}: {
  readonly label: string;
  readonly submit: string;
  readonly initial?: string;
  /** Whether the words have the focus at first. */
  readonly isFocused?: boolean;
  readonly look?: 'main' | 'danger';
  readonly onSubmit: (words: string) => void;
  /** Other fields, above the words. */
  readonly children?: ReactNode;
}) {
  const t = useTranslations('console.review');
  const [words, setWords] = useState(initial);
  return (
    <Form submit={submit} look={look} isBusy={false} isWide onSubmit={() => onSubmit(words.trim())}>
      {children}
      <Field
        label={label}
        hint={t('wordsHint')}
        maxLength={500}
        pattern=".*\S.*"
        required
        autoFocus={isFocused}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
    </Form>
  );
}
