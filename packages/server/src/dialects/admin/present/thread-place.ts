import type { ThreadPlace } from '@kith/core/support';

/** A place in a list of customers, as `next` has it. */
export function presentPlace({ key, customerId }: ThreadPlace): string {
  return `${key}-${customerId}`;
}

/** The place that `after` names. */
export function readPlace(text: string | undefined): ThreadPlace | undefined {
  if (text === undefined) return undefined;
  const [key, customerId] = text.split('-').map(Number);
  return { key: key!, customerId: customerId! };
}
