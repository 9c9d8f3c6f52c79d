import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { Id, Maybe, Text } from './wire.js';

const line = (meaning: string) => described(Type.String({ maxLength: 200 }), meaning);
const Product = described(
  Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
  'The id of the product at the store; null if it is not sold there.',
);
const Code = Type.String({ pattern: '^[A-Za-z0-9_-]{1,32}$' });

const planMembers = {
  name: line('As people see it.'),
  months: Type.Integer({ minimum: 1, maximum: 120 }),
  currency: line('The symbol before the price.'),
  price: described(Type.Integer({ minimum: 0, maximum: 2_000_000_000 }), 'In hundredths of the currency.'),
  tickets: described(Type.Integer({ minimum: 0, maximum: 1_000_000 }), 'New people to write to in a day.'),
  note: line('Below the price; may be empty.'),
  extraData: line('For clients; may be empty.'),
  appleProductId: Product,
  googleProductId: Product,
  isHidden: described(Type.Boolean(), 'Whether it is no longer offered. Who holds it keeps it.'),
};
const changed = {
  name: Maybe(planMembers.name),
  currency: Maybe(planMembers.currency),
  tickets: Maybe(planMembers.tickets),
  note: Maybe(planMembers.note),
  extraData: Maybe(planMembers.extraData),
  appleProductId: Maybe(Product),
  googleProductId: Maybe(Product),
  isHidden: Maybe(planMembers.isHidden),
};

/** The months of a plan and its price. */
const terms = { months: Maybe(planMembers.months), price: Maybe(planMembers.price) };

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/plans',
  summary: 'The plans of the tenant, also those that are no longer offered.',
  needs: 'purchases',
  result: Type.Array(
    Type.Object({
      id: Id,
      code: Code,
      ...planMembers,
      holders: described(Type.Integer(), 'How many people hold it now, counted up to 10,000.'),
    }),
  ),
});

export const add = adminEndpoint({
  method: 'POST',
  path: '/admin/plans',
  summary: 'Adds a plan, which is offered at once unless it is hidden.',
  needs: 'plans',
  isDangerous: true,
  params: {
    code: described(
      Text({ maxLength: 32 }),
      'The name for programs, which never changes: letters, digits, `_` and `-`.',
    ),
    months: planMembers.months,
    price: planMembers.price,
    ...changed,
  },
});

export const change = adminEndpoint({
  method: 'PUT',
  path: '/admin/plans/{code}',
  summary: 'Changes a plan. What has been bought keeps its terms.',
  needs: 'plans',
  isDangerous: true,
  params: { code: Text({ maxLength: 32 }), ...terms, ...changed },
});
