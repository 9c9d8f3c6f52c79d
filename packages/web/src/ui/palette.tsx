import { Search, X } from 'lucide-react';
import {
  createContext,
  use,
  useEffect,
  useId,
  useRef,
  type InputHTMLAttributes,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { IconButton } from './button.js';
import { classes } from './classes.js';
import { Icon } from './icon.js';
import { Overlay } from './overlay.js';
import { useActive } from './use-active.js';

interface PaletteProps extends Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'placeholder' | 'maxLength' | 'enterKeyHint'
> {
  readonly label: string;
  /** Names the list of options. */
  readonly results: string;
  readonly closeLabel: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** The keys of the options, in the order of the list. */
  readonly keys: readonly string[];
  readonly onOpen: (key: string) => void;
  /** The end of the list is near. */
  readonly onNearEnd?: () => void;
  readonly onClose: () => void;
  /** The options: a `PaletteOption` for each key. */
  readonly children: ReactNode;
  /** What is said below the options, or in their place. */
  readonly foot: ReactNode;
}

/** So close to the end, in pixels and in options, is near. */
const NEAR_PX = 400;
const NEAR_OPTIONS = 5;

interface Options {
  readonly idOf: (key: string) => string | undefined;
  readonly active: string | undefined;
  readonly setActive: (key: string) => void;
  readonly onOpen: (key: string) => void;
}

const Options = createContext<Options | undefined>(undefined);

/** A field, and a list to choose from by pointer and by keys, above the page. Import it lazily. */
export function Palette({
  label,
  results,
  closeLabel,
  text,
  onText,
  keys,
  onOpen,
  onNearEnd,
  onClose,
  children,
  foot,
  ...field
}: PaletteProps) {
  const id = useId();
  const { active, setActive, step } = useActive(keys, text);
  const places = new Map(keys.map((key, place) => [key, place]));
  const idOf = (key: string | undefined) =>
    key !== undefined && places.has(key) ? `${id}-${places.get(key)}` : undefined;

  function onKeyDown(event: KeyboardEvent): void {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      step(move);
      if (keys.indexOf(active ?? '') >= keys.length - NEAR_OPTIONS) onNearEnd?.();
    }
    // Not the Enter that ends a composition.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || active === undefined) return;
    // It would press the button to which the focus returns.
    event.preventDefault();
    onOpen(active);
  }

  return (
    <Overlay label={label} onClose={onClose}>
      <div className="flex items-center gap-3 border-b border-line ps-5 pe-2 head">
        <span className="text-secondary">
          <Icon of={Search} />
        </span>
        <input
          {...field}
          type="text"
          role="combobox"
          aria-label={label}
          aria-expanded={keys.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={idOf(active)}
          aria-autocomplete="list"
          value={text}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => onText(target.value)}
          onKeyDown={onKeyDown}
          className="h-full min-w-0 grow bg-transparent outline-none placeholder:text-secondary"
        />
        <IconButton label={closeLabel} onClick={onClose}>
          <Icon of={X} />
        </IconButton>
      </div>
      <div
        className="min-h-0 grow overflow-y-auto overscroll-contain py-2"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          if (scrollHeight - scrollTop - clientHeight < NEAR_PX) onNearEnd?.();
        }}
      >
        <div id={`${id}-list`} role="listbox" aria-label={results}>
          <Options value={{ idOf, active, setActive, onOpen }}>{children}</Options>
        </div>
        {foot}
      </div>
    </Overlay>
  );
}

/** An option of a `Palette`. */
export function PaletteOption({
  name,
  className,
  children,
}: {
  /** Its key. */
  readonly name: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const { idOf, active, setActive, onOpen } = use(Options)!; // it is never outside of a palette
  const row = useRef<HTMLDivElement>(null);
  const isActive = name === active;
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    // The field keeps the focus, and its keys choose and open.
    <div
      ref={row}
      id={idOf(name)}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      onMouseMove={() => !isActive && setActive(name)}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onOpen(name)}
      className={classes('mx-2 flex cursor-pointer items-center gap-3 rounded-control px-3', className)}
    >
      {children}
    </div>
  );
}
