import { Type } from 'typebox';
import { described } from '../described.js';
import { MAX_INTEGER } from '../integer.js';
import { adminEndpoint } from './endpoint.js';
import { ListId } from './group-shapes.js';
import { Reason } from './person-shapes.js';
import { Id, Maybe, OneOf, Time } from './wire.js';

const ConversationKind = OneOf('single', 'group', 'support');
const EntryNumber = Type.Integer({ minimum: 1, maximum: MAX_INTEGER });

export const conversations = adminEndpoint({
  method: 'GET',
  path: '/admin/messages/conversations',
  summary: 'The conversations of a person, the last active first, without their messages; 50 in a page.',
  needs: 'messages',
  params: {
    person: Id,
    after: described(
      Maybe(Type.String({ pattern: String.raw`^\d{1,15}-\d{1,15}$` })),
      'The `next` of the page before.',
    ),
  },
  result: Type.Object({
    rows: Type.Array(
      Type.Object({
        id: described(Type.String(), 'The id of the conversation.'),
        kind: ConversationKind,
        name: described(Type.String(), 'Of a group; otherwise empty.'),
        otherId: described(Maybe(Id), 'The other person of a single conversation, as `otherName`.'),
        otherName: Maybe(Type.String()),
        messages: described(Type.Integer(), 'The number of messages.'),
        lastSentAt: Time,
        hasLeft: described(Type.Boolean(), 'Whether the person is no longer a member.'),
      }),
    ),
    next: described(Maybe(Type.String()), 'Absent on the last page.'),
  }),
});

export const open = adminEndpoint({
  method: 'POST',
  path: '/admin/messages/openings',
  summary:
    'Opens messages of a conversation to the caller for 15 minutes: those of a time, or some around an entry.',
  needs: 'messages',
  isDangerous: true,
  params: {
    conversation: ListId,
    amount: described(
      Maybe(Type.Integer({ minimum: 1, maximum: 200 })),
      'The number of entries, without `since`; 20 if absent.',
    ),
    around: described(Maybe(EntryNumber), 'The number of an entry in the middle; the newest ones if absent.'),
    since: described(Maybe(Time), 'The beginning of a time of at most 24 hours; with `until`.'),
    until: described(Maybe(Time), 'Its end, which is excluded.'),
    reason: Reason,
  },
  result: Type.Object({
    id: Id,
    until: described(Time, 'When the opening ends.'),
    isCut: described(
      Type.Boolean(),
      'Whether the time has more than 200 entries, of which the newest are open.',
    ),
  }),
});

export const openings = adminEndpoint({
  method: 'GET',
  path: '/admin/messages/openings',
  summary: 'What the caller has opened that is still open, newest first; at most 20.',
  needs: 'messages',
  result: Type.Array(
    Type.Object({
      id: Id,
      conversation: described(Type.String(), 'The id of the conversation.'),
      until: described(Time, 'When the opening ends.'),
    }),
  ),
});

export const read = adminEndpoint({
  method: 'GET',
  path: '/admin/messages/openings/{id}',
  summary:
    'The messages that the caller has opened, oldest first. When the opening has ended, it is not found.',
  needs: 'messages',
  params: { id: Id },
  result: Type.Object({
    conversation: described(Type.String(), 'The id of the conversation.'),
    until: described(Time, 'When the opening ends.'),
    messages: Type.Array(
      Type.Object({
        seq: described(EntryNumber, 'The number of the entry.'),
        senderId: described(Maybe(Id), 'Absent for an anonymous message, as `senderName`.'),
        senderName: described(Maybe(Type.String()), 'The user name.'),
        alias: described(Maybe(Type.String()), 'The name under which it was sent anonymously.'),
        type: described(Type.Integer(), 'The content type.'),
        text: described(
          Maybe(Type.String()),
          'The text, or the name of a file or place; empty for other contents. Absent if the message is removed and no evidence of it is kept.',
        ),
        sentAt: Time,
        editedAt: Maybe(Time),
        isRemoved: Type.Boolean(),
      }),
    ),
  }),
});

export const close = adminEndpoint({
  method: 'DELETE',
  path: '/admin/messages/openings/{id}',
  summary: 'Ends an opening of the caller early.',
  needs: 'messages',
  params: { id: Id },
});
