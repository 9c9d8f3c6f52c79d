import { CSPProvider } from '@base-ui/react/csp-provider';
import { Menu as Base } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';
import { useRef } from 'react';
import { classes } from './classes.js';
import { Icon } from './icon.js';
import { useLayer } from './layers.js';

/** An action of a menu. */
export interface MenuItem {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly isDanger?: boolean;
  /** What is chosen takes the focus itself. */
  readonly keepsFocus?: boolean;
  readonly onChoose: () => void;
}

/** A short choice in one line at the top. */
export interface QuickItem {
  readonly text: string;
  readonly label: string;
  readonly isOn: boolean;
  readonly keepsFocus?: boolean;
  readonly onChoose: () => void;
}

interface MenuProps {
  /** What the menu belongs to, or the place of the pointer; it opens beside it. */
  readonly anchor: Element | { getBoundingClientRect(): DOMRect };
  readonly label: string;
  readonly quick?: readonly QuickItem[];
  readonly items: readonly MenuItem[];
  /** Which edges of both are in line; beside the pointer `start` by default, else `end`. */
  readonly align?: 'start' | 'end';
  /** Takes the focus when the menu closes; what had it before, by default. */
  readonly returnTo?: HTMLElement;
  readonly onClose: () => void;
}

/** An open menu beside an element. Import it lazily: what opens is no part of the first load. */
export function Menu({ anchor, label, quick = [], items, align, returnTo, onClose }: MenuProps) {
  useLayer(onClose);
  const keepsFocus = useRef(false);
  return (
    <CSPProvider disableStyleElements>
      <Base.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
        <Base.Portal
          container={(anchor instanceof Element ? anchor : returnTo)?.closest('main') ?? undefined}
        >
          <Base.Positioner
            anchor={anchor}
            sideOffset={4}
            align={align ?? (anchor instanceof Element ? 'end' : 'start')}
            className="z-30"
          >
            <Base.Popup
              aria-label={label}
              finalFocus={() => !keepsFocus.current && (returnTo ?? true)}
              className="min-w-44 animate-rise rounded-card border border-line bg-raised p-1 shadow-float"
            >
              {quick.length > 0 && (
                <div className="flex gap-1 border-b border-line px-1 pb-1 mb-1">
                  {quick.map(({ text, label: name, isOn, keepsFocus: keeps = false, onChoose }) => (
                    <Base.Item
                      key={text}
                      aria-label={name}
                      onClick={() => {
                        keepsFocus.current = keeps;
                        onChoose();
                      }}
                      className={classes(
                        'flex size-10 cursor-default items-center justify-center rounded-pill font-emoji text-head data-highlighted:bg-hover',
                        isOn && 'bg-tint',
                      )}
                    >
                      {text}
                    </Base.Item>
                  ))}
                </div>
              )}
              {items.map(({ icon, label: text, isDanger, keepsFocus: keeps = false, onChoose }) => (
                <Base.Item
                  key={text}
                  onClick={() => {
                    keepsFocus.current = keeps;
                    onChoose();
                  }}
                  className={classes(
                    'flex h-10 cursor-default items-center gap-3 rounded-control px-3 data-highlighted:bg-hover',
                    isDanger && 'text-danger',
                  )}
                >
                  <Icon of={icon} />
                  {text}
                </Base.Item>
              ))}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </CSPProvider>
  );
}
