import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { Reason } from './person-shapes.js';
import { Id, Maybe, OneOf, Text, Time } from './wire.js';

const PersonId = described(Id, 'The id of the person.');

/** Minutes since midnight. */
const Minute = Type.Integer({ minimum: 0, maximum: 1440 });
const Hours = Type.Array(
  Type.Object({
    day: described(Type.Integer({ minimum: 1, maximum: 7 }), '1 is Monday, 7 Sunday.'),
    from: described(Minute, 'Minutes since midnight.'),
    to: described(Minute, 'The end, which is excluded; 1440 for midnight.'),
  }),
  { maxItems: 28 },
);

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
        isOnline: described(Type.Boolean(), 'Whether the agent is online, or at the desk in the console.'),
        isOnDuty: described(Type.Boolean(), "Whether it is one of the agent's hours."),
        version: described(Type.Integer(), 'Counts the changes of the schedule.'),
        hours: described(Maybe(Hours), 'Absent if the agent always works.'),
        timeZone: described(Type.String(), 'The IANA name of the zone of the hours.'),
        mostCustomers: described(
          Maybe(Type.Integer()),
          'With as many open customers, the agent gets no new ones. Absent without a limit.',
        ),
        customers: described(
          Type.Integer(),
          'The open customers: those who wrote, or were answered or assigned, within 24 hours.',
        ),
        waiting: described(Type.Integer(), 'The customers who wait for an answer.'),
        answeredToday: described(
          Type.Integer(),
          "The customers whose wait the agent has ended since the beginning of the tenant's day, counted up to 500.",
        ),
        firstAnswerMs: described(
          Maybe(Type.Number()),
          'The median wait of these customers for the first answer. Absent without any.',
        ),
        staffId: described(Maybe(Id), 'The member of staff who answers as the agent, as `staffName`.'),
        staffName: Maybe(Type.String()),
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

export const setSchedule = adminEndpoint({
  method: 'PUT',
  path: '/admin/support/agents/{id}/schedule',
  summary:
    'Sets when an agent works, and how many customers the agent serves at once. Outside the hours, and with as many open customers, no new ones are assigned.',
  needs: 'support_desk',
  params: {
    id: PersonId,
    version: described(
      Type.Integer({ minimum: 1, maximum: 2 ** 31 - 2 }),
      'The version that the caller has seen. With another one now, it is refused as `stale`.',
    ),
    hours: described(Maybe(Hours), 'Absent if the agent always works; empty for never.'),
    timeZone: described(Text({ maxLength: 64 }), 'The IANA name of the zone of the hours.'),
    mostCustomers: described(Maybe(Type.Integer({ minimum: 1, maximum: 1000 })), 'Absent without a limit.'),
    reason: Reason,
  },
});

export const setStaff = adminEndpoint({
  method: 'PUT',
  path: '/admin/support/agents/{id}/staff',
  summary: 'Lets a member of staff answer as an agent in the console, or nobody.',
  needs: 'staff',
  isDangerous: true,
  params: { id: PersonId, staff: described(Maybe(Id), 'The id of the member of staff; absent for nobody.') },
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
