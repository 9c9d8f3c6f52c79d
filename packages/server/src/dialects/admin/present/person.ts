import type { admin, Result } from '@kith/contract';
import type { FoundPerson, Person, TimelinePlace } from '@kith/core/people';
import { signedPhotoUrl, type PhotoLinks } from '../../../app/photo-links.js';
import { withoutNulls } from './nulls.js';

/** A person in a list. */
export function presentFoundPerson({
  avatarName,
  sanctions,
  ...person
}: FoundPerson): Result<typeof admin.people.search>['rows'][number] {
  return { ...person, ...presentAvatar(avatarName), sanctions: sanctions.map(withoutNulls) };
}

/** A person without what is absent, with links to the photos of the card. */
export function presentPerson(person: Person, links: PhotoLinks): Result<typeof admin.people.show> {
  const {
    avatarName,
    photos,
    sessions,
    sanctions,
    reportsAbout,
    reportsBy,
    purchases,
    ledger,
    notes,
    ...own
  } = person;
  return {
    ...withoutNulls(own),
    ...presentAvatar(avatarName),
    photos: photos.map(({ picture, ...photo }) => ({ ...photo, url: signedPhotoUrl(picture, links) })),
    sessions: [...sessions],
    sanctions: sanctions.map(withoutNulls),
    reportsAbout: [...reportsAbout],
    reportsBy: [...reportsBy],
    purchases: [...purchases],
    ledger: ledger.map(withoutNulls),
    notes: [...notes],
  };
}

function presentAvatar(avatarName: string | null): { avatar?: string } {
  return avatarName === null ? {} : { avatar: `user/${avatarName}/300.jpg` };
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
