import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { Reason } from './person-shapes.js';
import { Id, Maybe, OneOf, Time } from './wire.js';

const PersonId = described(Id, 'The id of the person.');

export const agents = adminEndpoint({
  method: 'GET',
  path: '/admin/support/agents',
  summary: 'The agents of customer service by id; 100 in a page.',
  needs: 'support_desk',
  params: { after: described(Maybe(Id), 'The `next` of the page before.') },
  result: Type.Object({
    rows: Type.Array(
      Type.Object({
        id: Id,
        username: Type.String(),
        state: OneOf('available', 'away'),
        isOnline: Type.Boolean(),
        customers: described(Type.Integer(), 'How many conversations the agent serves.'),
      }),
    ),
    next: described(Maybe(Id), 'Absent on the last page.'),
  }),
});

export const addAgent = adminEndpoint({
  method: 'PUT',
  path: '/admin/support/agents/{id}',
  summary: 'Makes an active person an available agent, also one who was away.',
  needs: 'support_desk',
  isDangerous: true,
  params: { id: PersonId, reason: Reason },
});

export const sendAway = adminEndpoint({
  method: 'POST',
  path: '/admin/support/agents/{id}/absence',
  summary: 'Marks an agent as away; the others get the customers within seconds.',
  needs: 'support_desk',
  params: { id: PersonId, reason: Reason },
});

export const removeAgent = adminEndpoint({
  method: 'DELETE',
  path: '/admin/support/agents/{id}',
  summary: 'Removes an agent; the others get the customers within seconds.',
  needs: 'support_desk',
  isDangerous: true,
  params: { id: PersonId, reason: Reason },
});

export const conversations = adminEndpoint({
  method: 'GET',
  path: '/admin/support/conversations',
  summary:
    'Conversations with customers, without messages: the longest wait first, then those without one; 50 in a page.',
  needs: 'support_desk',
  params: {
    agent: described(Maybe(Id), 'The id of the agent.'),
    state: described(Maybe(OneOf('waiting')), 'Only customers who wait for an answer; absent for all.'),
    after: described(
      Maybe(Type.String({ pattern: String.raw`^\d{1,16}-\d{1,9}$` })),
      'The `next` of the page before.',
    ),
  },
  result: Type.Object({
    rows: Type.Array(
      Type.Object({
        customerId: Id,
        customerName: described(Type.String(), 'The user name.'),
        agentId: described(Maybe(Id), 'Absent without an agent.'),
        agentName: described(Maybe(Type.String()), 'The user name of the agent.'),
        waitsSince: described(
          Maybe(Time),
          'The first message since the last answer. Absent if the customer does not wait.',
        ),
        lastSentAt: described(Time, 'The last message.'),
      }),
    ),
    next: described(Maybe(Type.String()), 'Absent on the last page.'),
  }),
});

export const handOver = adminEndpoint({
  method: 'PUT',
  path: '/admin/support/conversations/{id}/agent',
  summary: 'Gives a customer to another available agent.',
  needs: 'support_desk',
  params: {
    id: described(Id, 'The id of the customer.'),
    from: described(
      Maybe(Id),
      'The agent whom the caller has seen, absent without one. With another one now, it is refused as `stale`.',
    ),
    to: described(Id, 'The id of the new agent.'),
    reason: Reason,
  },
});
