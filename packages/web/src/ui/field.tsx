import { useId, type InputHTMLAttributes, type ReactNode } from 'react';
import { classes } from './classes.js';
import { useValidity } from './field-words.js';

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string;
  /** The sentence that says what to change, besides what the browser checks. */
  readonly error?: string | undefined;
  /** Shown inside the field, at its end. */
  readonly end?: ReactNode;
}

/** A line of text to type, with its label. */
export function Field({ label, hint, error, end, className, ...rest }: FieldProps) {
  const id = useId();
  const { problem = error, handlers } = useValidity();
  const note = problem ?? hint;
  return (
    <div className={classes('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-small font-medium">
        {label}
      </label>
      <div className="relative flex">
        <input
          {...rest}
          {...handlers}
          id={id}
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
          className={classes(
            'h-11 w-full rounded-control border bg-panel px-3 text-text transition placeholder:text-secondary',
            problem === undefined ? 'border-edge' : 'border-danger',
            end !== undefined && 'pe-12',
          )}
        />
        {end !== undefined && <div className="absolute end-0 inset-y-0 flex items-center">{end}</div>}
      </div>
      {note !== undefined && (
        <p
          id={`${id}-note`}
          className={classes('text-small', problem === undefined ? 'text-secondary' : 'text-danger')}
        >
          {note}
        </p>
      )}
    </div>
  );
}
