import { CSPProvider } from '@base-ui/react/csp-provider';
import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { useLayer } from './layers.js';

interface OverlayProps {
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A layer for a list to choose from, near the top of a wide window, over all of a phone. Import it lazily. */
export function Overlay({ label, onClose, children }: OverlayProps) {
  useLayer(onClose);
  return (
    <CSPProvider disableStyleElements>
      <Base.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
        <Base.Portal>
          <Base.Backdrop className="fixed inset-0 z-30 animate-appear bg-scrim" />
          <Base.Popup
            aria-label={label}
            className="fixed inset-0 z-30 flex animate-rise flex-col overflow-hidden bg-raised md:inset-x-0 md:top-[10dvh] md:bottom-auto md:mx-auto md:max-h-[75dvh] md:w-pane md:max-w-[calc(100vw-2rem)] md:rounded-card md:shadow-float"
          >
            {children}
          </Base.Popup>
        </Base.Portal>
      </Base.Root>
    </CSPProvider>
  );
}
