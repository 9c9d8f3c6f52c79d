import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { SanctionKind } from './person-shapes.js';
import { NewVersion, PhotoQueueItem, ReviewLease, SanctionHours, Version } from './shapes.js';
import { Id, Maybe, Text, Time } from './wire.js';

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/photos',
  summary: 'The photos that wait for review, oldest first.',
  needs: 'photos',
  params: {
    person: described(
      Maybe(Text({ maxLength: 254 })),
      'Only those of people with this id, or a user name or nickname that begins so.',
    ),
    after: described(Maybe(Id), 'The `next` of the page before.'),
  },
  result: Type.Object({
    rows: Type.Array(PhotoQueueItem),
    next: described(Maybe(Id), 'Absent on the last page.'),
    waiting: described(Type.Integer(), 'The length of the queue, counted up to 10,000.'),
    oldestAt: described(Maybe(Time), 'When the oldest waiting photo was uploaded. Absent if none waits.'),
  }),
});

export const lease = adminEndpoint({
  method: 'PUT',
  path: '/admin/photos/{id}/lease',
  summary: 'Shows others for two minutes that the caller looks at a waiting photo.',
  needs: 'photos',
  params: { id: Id },
  result: described(ReviewLease, 'That of somebody else if it has not ended.'),
});

export const approve = adminEndpoint({
  method: 'POST',
  path: '/admin/photos/{id}/approval',
  summary: 'Approves a waiting photo, which others see from now on.',
  needs: 'photos',
  params: { id: Id, version: Version },
  result: NewVersion,
});

export const refuse = adminEndpoint({
  method: 'POST',
  path: '/admin/photos/{id}/refusal',
  summary: 'Refuses a photo: others do not see it, and the same picture cannot be uploaded again.',
  needs: 'photos',
  params: {
    id: Id,
    version: Version,
    reason: Text({ maxLength: 500 }),
    isChildSafety: described(
      Maybe(Type.Boolean()),
      'Also bans the person, and hides the picture from everybody, the caller included.',
    ),
    letter: described(Maybe(Id), 'The reason whose letter tells the owner; see `GET /admin/photos/letters`.'),
    sanction: described(
      Maybe(Type.Object({ kind: SanctionKind, hours: Maybe(SanctionHours) })),
      'Comes with the refusal for the owner, for the same reason; undoing the refusal takes it back.',
    ),
  },
  result: NewVersion,
});

export const letters = adminEndpoint({
  method: 'GET',
  path: '/admin/photos/letters',
  summary: 'The reasons that have a letter, for refusals of photos.',
  needs: 'photos',
  result: Type.Array(
    Type.Object({ id: Id, title: described(Type.String(), 'In the language of the caller.') }),
  ),
});

export const undo = adminEndpoint({
  method: 'POST',
  path: '/admin/photos/{id}/undo',
  summary: 'Takes the newest decision about a photo back: it waits again.',
  needs: 'photos',
  params: { id: Id, version: Version },
  result: NewVersion,
});

export const postpone = adminEndpoint({
  method: 'POST',
  path: '/admin/photos/{id}/postponement',
  summary: 'Takes a waiting photo out of the queue for an hour, for everybody.',
  needs: 'photos',
  params: { id: Id, version: Version },
  result: Type.Object({ until: described(Time, 'When it is in the queue again.') }),
});

export const escalate = adminEndpoint({
  method: 'POST',
  path: '/admin/photos/{id}/escalation',
  summary:
    'Hands a waiting photo over to child safety: it leaves the queue, and nobody sees the picture, the caller included.',
  needs: 'photos',
  params: { id: Id, version: Version, reason: Text({ maxLength: 500 }) },
});

export const approveAll = adminEndpoint({
  method: 'POST',
  path: '/admin/people/{id}/photos/approval',
  summary: 'Approves waiting photos of one person, all or none.',
  needs: 'photos',
  params: {
    id: Id,
    photos: Type.Array(Type.Object({ id: Id, version: Version }), { minItems: 1, maxItems: 6 }),
  },
});
