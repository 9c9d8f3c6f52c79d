import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { Reason } from './person-shapes.js';
import { Id, Maybe, OneOf, Time } from './wire.js';

const FileUrl = described(Type.String(), 'A path on this host, valid for at least an hour.');

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/videos',
  summary: 'Short videos of the tenant, newest first; 24 in a page.',
  needs: 'videos',
  params: {
    author: described(Maybe(Id), 'The id of the author.'),
    state: described(Maybe(OneOf('shown', 'taken_down')), 'Absent for both.'),
    before: described(Maybe(Id), 'The `next` of the page before.'),
  },
  result: Type.Object({
    rows: Type.Array(
      Type.Object({
        id: Id,
        authorId: Id,
        authorName: described(Type.String(), 'The user name.'),
        title: described(Type.String(), 'May be empty.'),
        url: FileUrl,
        coverUrl: FileUrl,
        category: described(Maybe(Type.String()), 'Its name.'),
        likes: Type.Integer(),
        comments: Type.Integer(),
        createdAt: Time,
        takenDownAt: described(Maybe(Time), 'Absent while it is shown.'),
      }),
    ),
    next: described(Maybe(Id), 'Absent on the last page.'),
  }),
});

export const takeDown = adminEndpoint({
  method: 'POST',
  path: '/admin/videos/{id}/taking-down',
  summary: 'Takes a video down: nobody sees it, and its files cannot be fetched.',
  needs: 'videos',
  params: { id: Id, reason: Reason },
});

export const restore = adminEndpoint({
  method: 'POST',
  path: '/admin/videos/{id}/restoration',
  summary: 'Shows a video again that was taken down, with its likes and comments.',
  needs: 'videos',
  params: { id: Id, reason: Reason },
});
