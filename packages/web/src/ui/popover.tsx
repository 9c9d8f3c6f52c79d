import { CSPProvider } from '@base-ui/react/csp-provider';
import { Popover as Base } from '@base-ui/react/popover';
import { useRef, type ReactNode } from 'react';
import { isByTouch } from './is-by-touch.js';
import { useLayer } from './layers.js';

interface PopoverProps {
  /** What it belongs to, or a place; it opens beside it. */
  readonly anchor: Element | { getBoundingClientRect(): DOMRect };
  readonly label: string;
  /** Takes the focus when it closes; what had it before, by default. */
  readonly returnTo?: HTMLElement | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A small layer beside an element. Import it lazily: what opens is no part of the first load. */
export function Popover({ anchor, label, returnTo, onClose, children }: PopoverProps) {
  useLayer(onClose);
  const popup = useRef<HTMLDivElement>(null);
  return (
    <CSPProvider disableStyleElements>
      <Base.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
        <Base.Portal>
          <Base.Positioner anchor={anchor} sideOffset={8} collisionPadding={8} align="end" className="z-30">
            <Base.Popup
              ref={popup}
              aria-label={label}
              initialFocus={() => (isByTouch() ? popup.current : true)}
              finalFocus={() => returnTo ?? true}
              className="animate-rise overflow-hidden rounded-card border border-line bg-raised shadow-float"
            >
              {children}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </CSPProvider>
  );
}
