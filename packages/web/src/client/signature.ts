import { DEFAULT_SIGNATURE } from '@kith/contract';

/** What somebody has written about themselves; empty for what the server gives a new account. */
export function signatureOf({ doodling }: { readonly doodling: string }): string {
  return doodling === DEFAULT_SIGNATURE ? '' : doodling;
}
