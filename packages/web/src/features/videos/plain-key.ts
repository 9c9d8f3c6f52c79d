import type { KeyboardEvent } from 'react';

/** The key of an event in this element: not in a dialog that is drawn elsewhere, and not one with a modifier. */
export function plainKey(event: KeyboardEvent): string | undefined {
  const { key, altKey, ctrlKey, metaKey, currentTarget, target } = event;
  const isHere = target instanceof Node && currentTarget.contains(target);
  return isHere && !altKey && !ctrlKey && !metaKey ? key : undefined;
}
