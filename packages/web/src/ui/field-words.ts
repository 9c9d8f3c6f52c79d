import { createContext, useContext, useState, type InvalidEvent } from 'react';

/** Says what is wrong with a field that its browser refuses. The app gives the reader's language; else it is the browser's. */
export const FieldWords = createContext((field: HTMLInputElement) => field.validationMessage);

/** What the browser finds wrong with a field when its form is submitted, shown by the field instead of a bubble. */
export function useValidity() {
  const wordsOf = useContext(FieldWords);
  const [problem, setProblem] = useState<string>();
  return {
    problem,
    handlers: {
      onInvalid: (event: InvalidEvent<HTMLInputElement>) => {
        event.preventDefault();
        const field = event.currentTarget;
        setProblem(wordsOf(field));
        if (field.form?.querySelector('input:invalid') === field) field.focus();
      },
      onInput: () => setProblem(undefined),
    },
  };
}
