import { Search } from 'lucide-react';
import { classes } from './classes.js';
import { Icon } from './icon.js';
import { isByTouch } from './is-by-touch.js';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Takes the focus at once, except on a phone, where that opens the keyboard. */
  readonly autoFocus?: boolean;
  readonly className?: string;
}

/** A field for the text to look for. */
export function SearchField({ label, value, onChange, autoFocus = false, className }: SearchFieldProps) {
  return (
    <div className={classes('relative flex shrink-0', className)}>
      <span className="pointer-events-none absolute inset-y-0 start-3 flex items-center text-secondary">
        <Icon of={Search} size={18} />
      </span>
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        autoFocus={autoFocus && !isByTouch()}
        onChange={(event) => onChange(event.target.value)}
        className="h-11 w-full rounded-pill bg-other ps-10 pe-4 placeholder:text-secondary"
      />
    </div>
  );
}
