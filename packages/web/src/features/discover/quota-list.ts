import { Hand, KeyRound, Sparkles, Ticket } from 'lucide-react';

/** The quotas, in the order in which they are shown. */
export const QUOTAS = [
  { name: 'tickets', icon: Ticket },
  { name: 'waves', icon: Hand },
  { name: 'super_waves', icon: Sparkles },
  { name: 'stranger_keys', icon: KeyRound },
] as const;
