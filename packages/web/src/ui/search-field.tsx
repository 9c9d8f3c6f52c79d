import { Search } from 'lucide-react';
import { useState } from 'react';
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

/**
 * A field for the text to look for. What is typed is shown at once, although the owner may know it later, as the address does;
 * and the owner learns it when the input method has finished.
 */
export function SearchField({ label, value, onChange, autoFocus = false, className }: SearchFieldProps) {
  /** What is typed, until the owner has another value. */
  const [typed, setTyped] = useState<string>();
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(undefined);
  }
  const type = (text: string, isComposing: boolean) => {
    setTyped(text);
    if (!isComposing) onChange(text);
  };
  return (
    <div className={classes('relative flex shrink-0', className)}>
      <span className="pointer-events-none absolute inset-y-0 start-3 flex items-center text-secondary">
        <Icon of={Search} size={18} />
      </span>
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed ?? value}
        autoFocus={autoFocus && !isByTouch()}
        onChange={({ target, nativeEvent }) => type(target.value, (nativeEvent as InputEvent).isComposing)}
        onCompositionEnd={({ currentTarget }) => type(currentTarget.value, false)}
        className="h-11 w-full rounded-pill bg-other ps-10 pe-4 placeholder:text-secondary"
      />
    </div>
  );
}
