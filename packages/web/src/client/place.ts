import { localOfTab } from './local.js';

/** A page of this tab, and who was there when the session ended. */
interface Place {
  readonly address: string;
  readonly userId: number;
}

const KEY = 'kith.place';

/** Remembers the open page for the next sign-in in this tab. */
export function keepPlace(userId: number): void {
  const { pathname, search, hash } = location;
  const place: Place = { address: `${pathname}${search}${hash}`, userId };
  localOfTab.setItem(KEY, JSON.stringify(place));
}

/** The page to which somebody returns who has signed in again; once, and nobody else. */
export function takePlace(userId: number): string | undefined {
  const place = JSON.parse(localOfTab.getItem(KEY) ?? 'null') as Place | null; // only this module writes it
  localOfTab.removeItem(KEY);
  return place?.userId === userId ? place.address : undefined;
}
