import type { admin, Result } from '@kith/contract';
import type { Person, TimelinePlace } from '@kith/core/people';
import { withoutNulls } from './nulls.js';

/** A person without what is absent. */
export function presentPerson(person: Person): Result<typeof admin.people.show> {
  const { photos, sessions, sanctions, reportsAbout, reportsBy, purchases, ledger, notes, ...own } = person;
  return {
    ...withoutNulls(own),
    photos: [...photos],
    sessions: [...sessions],
    sanctions: sanctions.map(withoutNulls),
    reportsAbout: [...reportsAbout],
    reportsBy: [...reportsBy],
    purchases: [...purchases],
    ledger: ledger.map(withoutNulls),
    notes: [...notes],
  };
}

/** A place in a timeline as a text. */
export function presentPlace({ at, source, id }: TimelinePlace): string {
  return `${at}-${source}-${id}`;
}

/** The place of a text that has the form of one. */
export function readPlace(text: string | undefined): TimelinePlace | undefined {
  if (text === undefined) return undefined;
  const [at, source = '', id] = text.split('-');
  // Another source is before or after all others.
  return { at: Number(at), source: source as TimelinePlace['source'], id: Number(id) };
}
