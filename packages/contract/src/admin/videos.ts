import { Type } from 'typebox';
import { described } from '../described.js';
import { CommentPage } from './comment-shapes.js';
import { adminEndpoint } from './endpoint.js';
import { Reason } from './person-shapes.js';
import { reordering } from './link-shapes.js';
import { Id, Maybe, OneOf, Text, Time } from './wire.js';

const FileUrl = described(Type.String(), 'A path on this host, valid for at least an hour.');

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/videos',
  summary: 'Short videos of the tenant, newest first; 24 in a page.',
  needs: 'videos',
  params: {
    author: described(Maybe(Id), 'The id of the author.'),
    state: described(
      Maybe(OneOf('shown', 'taken_down', 'reported')),
      '`reported`: shown ones of people about whom there are open reports. Absent for all.',
    ),
    before: described(Maybe(Id), 'The `next` of the page before.'),
  },
  result: Type.Object({
    rows: Type.Array(
      Type.Object({
        id: Id,
        authorId: Id,
        authorName: described(Type.String(), 'The user name.'),
        isReported: described(
          Type.Boolean(),
          'Whether there are open reports about the author, except those of child safety.',
        ),
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

export const comments = adminEndpoint({
  method: 'GET',
  path: '/admin/videos/{id}/comments',
  summary: 'Comments on a video, newest first; 50 in a page.',
  needs: 'videos',
  params: { id: Id, before: described(Maybe(Id), 'The `next` of the page before.') },
  result: CommentPage,
});

export const takeCommentDown = adminEndpoint({
  method: 'POST',
  path: '/admin/videos/comments/{id}/taking-down',
  summary: 'Takes a comment on a video down, with the replies below it.',
  needs: 'videos',
  params: { id: Id, reason: Reason },
});

export const restoreComment = adminEndpoint({
  method: 'POST',
  path: '/admin/videos/comments/{id}/restoration',
  summary: 'Shows a comment on a video again, with the replies below it.',
  needs: 'videos',
  params: { id: Id, reason: Reason },
});

const CategoryName = Text({ maxLength: 100 });

export const categories = adminEndpoint({
  method: 'GET',
  path: '/admin/videos/categories',
  summary: 'The categories of videos in their order, also those that are not offered any more.',
  needs: 'videos',
  result: Type.Array(Type.Object({ id: Id, name: Type.String(), isRemoved: Type.Boolean() })),
});

export const addCategory = adminEndpoint({
  method: 'POST',
  path: '/admin/videos/categories',
  summary: 'Adds a category at the end, or offers a removed one of this name again.',
  needs: 'videos',
  params: { name: CategoryName },
});

export const renameCategory = adminEndpoint({
  method: 'PUT',
  path: '/admin/videos/categories/{id}',
  summary: 'Renames a category. Refused as `stale` if it is not called `was` any more.',
  needs: 'videos',
  params: { id: Id, name: CategoryName, was: Type.String() },
});

export const removeCategory = adminEndpoint({
  method: 'DELETE',
  path: '/admin/videos/categories/{id}',
  summary: 'Offers a category no more; its videos keep it.',
  needs: 'videos',
  params: { id: Id },
});

export const orderCategories = adminEndpoint({
  method: 'PUT',
  path: '/admin/videos/categories',
  summary: 'Gives the offered categories another order.',
  needs: 'videos',
  params: reordering,
});
