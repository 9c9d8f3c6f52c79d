import type { LucideIcon } from 'lucide-react';

/** An icon of the one family, beside or in place of words; never spoken. */
export function Icon({ of: Shape, size = 20 }: { readonly of: LucideIcon; readonly size?: number }) {
  return <Shape size={size} strokeWidth={1.75} aria-hidden className="shrink-0" />;
}
