import { Search } from 'lucide-react';
import { classes } from './classes.js';
import { Icon } from './icon.js';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoFocus?: boolean;
  readonly className?: string;
}

/** A field for the text to look for. */
export function SearchField({ label, value, onChange, autoFocus, className }: SearchFieldProps) {
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
        autoFocus={autoFocus}
        onChange={(event) => onChange(event.target.value)}
        className="h-11 w-full rounded-pill bg-other ps-10 pe-4 placeholder:text-secondary"
      />
    </div>
  );
}
