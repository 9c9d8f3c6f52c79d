import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { Id, Maybe, OneOf, Text, Time } from './wire.js';

const CustomerId = described(Id, 'The id of a customer of the own agent; others are not found.');
const ClientId = described(
  Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }),
  'A UUID; a repeat sends nothing again.',
);
const Seq = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 });

export const show = adminEndpoint({
  method: 'GET',
  path: '/admin/desk',
  summary:
    'The agent of customer service as whom the caller answers, with the customers: the longest wait first; 50 in a page.',
  needs: 'support_desk',
  params: {
    after: described(
      Maybe(Type.String({ pattern: String.raw`^\d{1,16}-\d{1,9}$` })),
      'The `next` of the page before.',
    ),
  },
  result: Type.Object({
    agent: described(
      Maybe(
        Type.Object({
          id: Id,
          username: Type.String(),
          state: OneOf('available', 'away'),
        }),
      ),
      'Absent if the caller answers as nobody.',
    ),
    rows: Type.Array(
      Type.Object({
        customerId: Id,
        customerName: described(Type.String(), 'The user name.'),
        waitsSince: described(
          Maybe(Time),
          'The first message since the last answer. Absent if the customer does not wait.',
        ),
        lastSentAt: described(Time, 'The last message.'),
        unread: described(Type.Integer(), 'Messages that the agent has not read.'),
        preview: described(Type.String(), 'The beginning of the last message; empty if it is not a text.'),
      }),
    ),
    next: described(Maybe(Type.String()), 'Absent on the last page.'),
  }),
});

export const setState = adminEndpoint({
  method: 'PUT',
  path: '/admin/desk/state',
  summary: 'Goes away from the own desk, so that others get the customers within seconds, or returns.',
  needs: 'support_desk',
  params: { state: OneOf('available', 'away') },
});

export const messages = adminEndpoint({
  method: 'GET',
  path: '/admin/desk/customers/{id}/messages',
  summary:
    'The messages with a customer of the own agent, oldest first: the newest 50, or those before a number.',
  needs: 'support_desk',
  params: {
    id: CustomerId,
    before: described(Maybe(Seq), 'The number of the first message of the page before.'),
  },
  result: Type.Object({
    rows: Type.Array(
      Type.Object({
        seq: described(Seq, 'The number of the message.'),
        isOwn: described(Type.Boolean(), 'Whether the own agent sent it.'),
        isOfCustomer: Type.Boolean(),
        type: described(Type.Integer(), 'The content type.'),
        text: described(
          Type.String(),
          'The text, or the name of a file or place; empty for other contents and for removed messages.',
        ),
        picture: described(Maybe(Type.String()), 'The path of a picture on this host.'),
        sentAt: Time,
        editedAt: Maybe(Time),
        isRemoved: Type.Boolean(),
      }),
    ),
    hasMore: described(Type.Boolean(), 'Whether there are older ones.'),
    readSeq: described(Type.Integer(), 'The last message that the customer has read; 0 for none.'),
  }),
});

export const sendText = adminEndpoint({
  method: 'POST',
  path: '/admin/desk/customers/{id}/messages',
  summary: 'Sends a customer a text from the own agent.',
  needs: 'support_desk',
  params: { id: CustomerId, clientId: ClientId, text: Text({ maxLength: 5000 }) },
});

export const sendPicture = adminEndpoint({
  method: 'POST',
  path: '/admin/desk/customers/{id}/pictures',
  summary: 'Sends a customer a picture from the own agent.',
  needs: 'support_desk',
  params: {
    id: CustomerId,
    clientId: ClientId,
    // With the rest it is at most a body of the largest form.
    picture: Type.Unsafe<string>(
      Type.String({ minLength: 1, maxLength: 1_000_000, pattern: '^[A-Za-z0-9+/]+={0,2}$', wire: 'base64' }),
    ),
  },
});

export const markRead = adminEndpoint({
  method: 'PUT',
  path: '/admin/desk/customers/{id}/read',
  summary: 'Marks the messages of a customer as read by the own agent, up to a number.',
  needs: 'support_desk',
  params: { id: CustomerId, seq: Seq },
});

export const end = adminEndpoint({
  method: 'DELETE',
  path: '/admin/desk/customers/{id}',
  summary: 'Ends the service of a customer, who gets an agent again with the next message.',
  needs: 'support_desk',
  params: { id: CustomerId },
});
