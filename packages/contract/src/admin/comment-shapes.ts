import { Type } from 'typebox';
import { described } from '../described.js';
import { Id, Maybe, Time } from './wire.js';

/** A page of the comments on a moment or a video. */
export const CommentPage = Type.Object({
  rows: Type.Array(
    Type.Object({
      id: Id,
      authorId: Id,
      authorName: described(Type.String(), 'The user name.'),
      text: Type.String(),
      createdAt: Time,
      takenDownAt: described(Maybe(Time), 'Absent while it is shown.'),
    }),
  ),
  next: described(Maybe(Id), 'Absent on the last page.'),
});
