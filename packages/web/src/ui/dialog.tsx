import { Dialog as Base } from '@base-ui/react/dialog';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './button.js';
import { Icon } from './icon.js';
import { useLayer } from './layers.js';

interface DialogProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A layer above the page: in the middle of a wide window, a sheet from below on a phone. Import it lazily: what opens is no
 * part of the first load.
 */
export function Dialog({ title, closeLabel, onClose, children }: DialogProps) {
  useLayer(onClose);
  return (
    <CSPProvider disableStyleElements>
      <Base.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
        <Base.Portal>
          <Base.Backdrop className="fixed inset-0 z-30 animate-appear bg-scrim" />
          <Base.Popup className="fixed inset-x-0 bottom-0 z-30 flex max-h-[90dvh] animate-rise flex-col rounded-t-bubble bg-raised shadow-float safe-bottom md:inset-auto md:top-1/2 md:left-1/2 md:w-110 md:-translate-1/2 md:rounded-card">
            <header className="flex items-center justify-between gap-3 py-2 ps-5 pe-2">
              <Base.Title className="text-title font-strong">{title}</Base.Title>
              <Base.Close render={<IconButton label={closeLabel}>{<Icon of={X} />}</IconButton>} />
            </header>
            <div className="overflow-y-auto px-5 pb-5">{children}</div>
          </Base.Popup>
        </Base.Portal>
      </Base.Root>
    </CSPProvider>
  );
}
