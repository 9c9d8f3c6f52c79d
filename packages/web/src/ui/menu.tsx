import { CSPProvider } from '@base-ui/react/csp-provider';
import { Menu as Base } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';
import { classes } from './classes.js';
import { Icon } from './icon.js';

/** An action of a menu. */
export interface MenuItem {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly isDanger?: boolean;
  readonly onChoose: () => void;
}

interface MenuProps {
  /** What the menu belongs to; it opens beside it. */
  readonly anchor: Element;
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly onClose: () => void;
}

/** An open menu beside an element. Import it lazily: what opens is no part of the first load. */
export function Menu({ anchor, label, items, onClose }: MenuProps) {
  return (
    <CSPProvider disableStyleElements>
      <Base.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
        <Base.Portal>
          <Base.Positioner anchor={anchor} sideOffset={4} align="end" className="z-30">
            <Base.Popup
              aria-label={label}
              className="min-w-44 animate-rise rounded-card border border-line bg-raised p-1 shadow-float"
            >
              {items.map(({ icon, label: text, isDanger, onChoose }) => (
                <Base.Item
                  key={text}
                  onClick={onChoose}
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
