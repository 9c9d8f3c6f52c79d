import type { ReactNode } from 'react';
import { Button } from './button.js';

interface FormProps {
  /** What its one action does, on the button. */
  readonly submit: string;
  readonly isBusy: boolean;
  readonly look?: 'main' | 'danger';
  /** The button is as wide as the fields. */
  readonly isWide?: boolean;
  readonly onSubmit: () => void;
  /** Beside the button. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

/** Fields, and the button of their one action. */
export function Form({ submit, isBusy, look = 'main', isWide = false, onSubmit, end, children }: FormProps) {
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look={look} isBusy={isBusy} className={isWide ? 'grow' : ''}>
          {submit}
        </Button>
        {end}
      </div>
    </form>
  );
}
