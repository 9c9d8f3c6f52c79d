import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { Reason } from './person-shapes.js';
import { Id, Maybe, OneOf, Text, Time } from './wire.js';

const Purchase = Type.Object({
  id: Id,
  createdAt: Time,
  person: Type.Object({ id: Id, username: Type.String(), nickname: Type.String() }),
  platform: described(OneOf('ios', 'android', 'web'), 'The store: of Apple, of Google, or none.'),
  planCode: Type.String(),
  amount: Type.String(),
  transactionId: described(Type.String(), 'As the client named it.'),
  originalTransactionId: described(Type.String(), 'The first one of a subscription; may be empty.'),
  storeTransactionId: described(Maybe(Type.String()), 'The newest one that the store has confirmed.'),
  confirmedAt: described(Maybe(Time), 'When the store confirmed it last; absent if it never did.'),
  endsAt: described(Time, 'When what was bought ends.'),
  isRefunded: Type.Boolean(),
  isRevoked: described(Type.Boolean(), 'Whether it counts no longer, by the store or by staff.'),
  isSandbox: described(Type.Boolean(), 'Whether it was bought with a test account of the store.'),
});

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/purchases',
  summary: 'Purchases of the tenant, newest first; 50 in a page.',
  needs: 'purchases',
  params: {
    person: described(Maybe(Id), 'The id of the buyer.'),
    text: described(
      Maybe(Text({ maxLength: 4000 })),
      'A number of a transaction, or a purchase token; the whole.',
    ),
    before: described(Maybe(Id), 'The `next` of the page before.'),
  },
  result: Type.Object({
    rows: Type.Array(Purchase),
    next: described(Maybe(Id), 'Absent on the last page.'),
  }),
});

export const check = adminEndpoint({
  method: 'POST',
  path: '/admin/purchases/{id}/check',
  summary: 'Asks the store about a purchase now, and applies what it says.',
  needs: 'purchases',
  params: { id: Id },
  result: Type.Object({
    answer: described(OneOf('confirmed', 'refused', 'none'), '`none`: there is no store to ask.'),
    why: described(Maybe(Type.String()), 'With `refused`: what the store, or its configuration, says.'),
    state: described(
      Maybe(OneOf('renewing', 'ending', 'ended', 'refunded')),
      'With `confirmed`, as the rest. `ending`: it will not renew.',
    ),
    expiresAt: Maybe(Time),
    isOthers: described(Maybe(Type.Boolean()), 'Whether the store names another buyer.'),
    isChanged: described(Maybe(Type.Boolean()), 'Whether the plan of the person has changed.'),
  }),
});

export const grant = adminEndpoint({
  method: 'POST',
  path: '/admin/people/{id}/plans',
  summary: 'Gives a person a plan without a purchase.',
  needs: 'purchases',
  isDangerous: true,
  params: {
    id: Id,
    planCode: Text({ maxLength: 32 }),
    days: described(
      Maybe(Type.Integer({ minimum: 1, maximum: 3650 })),
      'For how long; the months of the plan if absent.',
    ),
    reason: Reason,
  },
});

export const giveQuota = adminEndpoint({
  method: 'POST',
  path: '/admin/people/{id}/quotas',
  summary: 'Gives a person further uses of a daily quota today, beside its limit, or takes some.',
  needs: 'purchases',
  params: {
    id: Id,
    quota: OneOf('ticket', 'wave', 'super_wave', 'stranger_key'),
    amount: described(
      Type.Integer({ minimum: -1000, maximum: 1000 }),
      'How many uses are given; negative to take some.',
    ),
    reason: Reason,
  },
});

export const revoke = adminEndpoint({
  method: 'DELETE',
  path: '/admin/people/{id}/plans',
  summary:
    'Ends all plans of a person, bought or given, also future ones. Money is given back by the store alone.',
  needs: 'purchases',
  isDangerous: true,
  params: { id: Id, reason: Reason },
});
