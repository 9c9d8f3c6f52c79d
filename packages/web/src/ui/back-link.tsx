import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { Icon } from './icon.js';

/** The way back from a pane to its list, in a narrow window. */
export function BackLink({ to, label }: { readonly to: '/contacts' | '/me'; readonly label: string }) {
  return (
    <Link
      to={to}
      aria-label={label}
      className="flex size-11 items-center justify-center rounded-pill text-secondary hover:bg-hover lg:hidden"
    >
      <Icon of={ArrowLeft} />
    </Link>
  );
}
