import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.js';

interface EmptyProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly hint?: string;
  /** The one next step. */
  readonly children?: ReactNode;
}

/** What a place without content is for, and the next step. */
export function Empty({ icon, title, hint, children }: EmptyProps) {
  return (
    <div className="m-auto flex max-w-form animate-rise flex-col items-center gap-2 p-6 text-center">
      <span className="mb-2 flex size-16 items-center justify-center rounded-pill bg-tint text-accent">
        <Icon of={icon} size={28} />
      </span>
      <p className="text-title font-strong">{title}</p>
      {hint !== undefined && <p className="text-secondary text-balance">{hint}</p>}
      {children !== undefined && <div className="mt-3">{children}</div>}
    </div>
  );
}
