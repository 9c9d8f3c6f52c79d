import { useId } from 'react';
import { classes } from './classes.js';

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string; readonly lang?: string }[];
  readonly onChange: (value: T) => void;
}

/** One of a few options, side by side. */
export function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  // A name of its own: another choice with this label may be on the page.
  const name = useId();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-2 text-small font-medium">{label}</legend>
      <div className="flex rounded-control bg-other p-1">
        {options.map((option) => (
          <label
            key={option.value}
            lang={option.lang}
            className={classes(
              'relative flex h-10 grow basis-0 items-center justify-center rounded-joint px-2 text-center text-small transition has-focus-visible:outline-2 has-focus-visible:outline-accent',
              option.value === value ? 'bg-tint font-medium text-accent' : 'text-secondary hover:text-text',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            {option.text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
