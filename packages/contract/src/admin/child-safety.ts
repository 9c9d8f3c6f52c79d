import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { Reason } from './person-shapes.js';
import {
  NewVersion,
  PictureUrl,
  ReportedPersonDetails,
  ReportQueue,
  ReportsVersion,
  ReviewLease,
  SanctionHours,
  Verdict,
  Version,
} from './shapes.js';
import { Id, Maybe, OneOf, Text, Time } from './wire.js';

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/child-safety',
  summary: 'The people with open reports of child safety, those with the heaviest reports first.',
  needs: 'child_safety',
  params: { after: described(Maybe(Text({ maxLength: 40 })), 'The `next` of the page before.') },
  result: ReportQueue,
});

export const open = adminEndpoint({
  method: 'POST',
  path: '/admin/child-safety/{id}/opening',
  summary: 'Opens the reports of child safety about a person, which is logged.',
  needs: 'child_safety',
  params: { id: Id },
  result: ReportedPersonDetails,
});

export const lease = adminEndpoint({
  method: 'PUT',
  path: '/admin/child-safety/{id}/lease',
  summary:
    'Shows others for two minutes that the caller looks at the reports of child safety about a person.',
  needs: 'child_safety',
  params: { id: Id },
  result: described(ReviewLease, 'That of somebody else if it has not ended.'),
});

export const decide = adminEndpoint({
  method: 'POST',
  path: '/admin/child-safety/{id}/decision',
  summary: 'Dismisses the seen reports of child safety about a person, or upholds them with a sanction.',
  needs: 'child_safety',
  params: {
    id: Id,
    version: ReportsVersion,
    verdict: Verdict,
    hours: Maybe(SanctionHours),
    reason: described(Maybe(Text({ maxLength: 500 })), 'Required with a sanction.'),
  },
  result: NewVersion,
});

export const undo = adminEndpoint({
  method: 'POST',
  path: '/admin/child-safety/{id}/undo',
  summary: 'Takes the newest decision about reports of child safety back, like that of other reports.',
  needs: 'child_safety',
  params: { id: Id, version: Version },
  result: NewVersion,
});

export const photos = adminEndpoint({
  method: 'GET',
  path: '/admin/child-safety/photos',
  summary: 'Photos that were handed over to child safety or refused for it, without pictures, oldest first.',
  needs: 'child_safety',
  params: {
    state: described(Maybe(OneOf('waiting', 'refused')), 'Absent for those that wait for a decision.'),
    after: described(Maybe(Id), 'The `next` of the page before.'),
  },
  result: Type.Object({
    rows: Type.Array(
      Type.Object({
        id: described(Id, 'The number of the upload.'),
        version: Version,
        place: described(Maybe(Type.Integer()), '1 to 6; absent if it is on no card any more.'),
        uploadedAt: Time,
        person: Type.Object({ id: Id, username: Type.String(), nickname: Type.String() }),
        decision: described(
          Type.Object({ at: Time, by: Type.String(), what: Type.String(), why: Type.String() }),
          'The newest one: who handed it over or refused it, and why.',
        ),
        lease: described(Maybe(ReviewLease), 'Absent if nobody looks at it.'),
      }),
    ),
    next: described(Maybe(Id), 'Absent on the last page.'),
    waiting: described(Type.Integer(), 'How many wait for a decision, counted up to 10,000.'),
    oldestAt: described(
      Maybe(Time),
      'When the one that waits longest was handed over. Absent if none waits.',
    ),
  }),
});

export const leasePhoto = adminEndpoint({
  method: 'PUT',
  path: '/admin/child-safety/photos/{id}/lease',
  summary: 'Shows others for two minutes that the caller looks at a photo of child safety.',
  needs: 'child_safety',
  params: { id: Id },
  result: described(ReviewLease, 'That of somebody else if it has not ended.'),
});

export const openPhoto = adminEndpoint({
  method: 'POST',
  path: '/admin/child-safety/photos/{id}/opening',
  summary: 'The picture of a photo of child safety, which is logged.',
  needs: 'child_safety',
  params: { id: Id },
  result: Type.Object({ url: PictureUrl }),
});

export const refusePhoto = adminEndpoint({
  method: 'POST',
  path: '/admin/child-safety/photos/{id}/refusal',
  summary: 'Refuses a waiting photo for good, keeps it as evidence, and bans the person without an end.',
  needs: 'child_safety',
  params: { id: Id, version: Version, reason: Reason },
  result: NewVersion,
});

export const returnPhoto = adminEndpoint({
  method: 'POST',
  path: '/admin/child-safety/photos/{id}/return',
  summary: 'Gives a waiting photo back to the queue of photos, where every moderator sees it.',
  needs: 'child_safety',
  params: { id: Id, version: Version, reason: Reason },
  result: NewVersion,
});

export const undoPhoto = adminEndpoint({
  method: 'POST',
  path: '/admin/child-safety/photos/{id}/undo',
  summary:
    'Takes the newest decision about a photo of child safety back, and the ban that came with it: the photo waits again.',
  needs: 'child_safety',
  params: { id: Id, version: Version },
  result: NewVersion,
});
