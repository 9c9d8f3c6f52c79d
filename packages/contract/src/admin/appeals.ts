import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { AppealQueueItem, ReviewLease, Version } from './shapes.js';
import { Id, Maybe, Text, Time } from './wire.js';

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/appeals',
  summary:
    'The appeals against sanctions that wait, oldest first; those of child safety with that permission.',
  needs: 'sanctions',
  params: { after: described(Maybe(Text({ maxLength: 40 })), 'The `next` of the page before.') },
  result: Type.Object({
    rows: Type.Array(AppealQueueItem),
    next: described(Maybe(Type.String()), 'Absent on the last page.'),
    waiting: described(Type.Integer(), 'The length of the queue, counted up to 10,000.'),
    oldestAt: described(Maybe(Time), 'When the oldest waiting appeal was made. Absent if none waits.'),
  }),
});

export const lease = adminEndpoint({
  method: 'PUT',
  path: '/admin/appeals/{id}/lease',
  summary: 'Shows others for two minutes that the caller looks at an appeal.',
  needs: 'sanctions',
  params: { id: Id },
  result: described(ReviewLease, 'That of somebody else if it has not ended.'),
});

export const decide = adminEndpoint({
  method: 'POST',
  path: '/admin/appeals/{id}/decision',
  summary:
    'Grants an appeal, which lifts the sanction, or refuses it. Whoever has decided about the sanction is refused.',
  needs: 'sanctions',
  params: {
    id: Id,
    version: Version,
    isGranted: Type.Boolean(),
    reason: described(Text({ maxLength: 500 }), 'The person does not see it.'),
  },
});
