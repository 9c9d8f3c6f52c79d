import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { Maybe, OneOf, Text } from './wire.js';

const ConnectionName = OneOf('database', 'bus', 'files', 'mail', 'sms', 'push', 'apple', 'google', 'turn');

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/connections',
  summary: 'What the server depends on, and whether it is configured for the tenant.',
  needs: 'connections',
  result: Type.Array(Type.Object({ name: ConnectionName, isConfigured: Type.Boolean() })),
});

export const test = adminEndpoint({
  method: 'POST',
  path: '/admin/connections/{name}/test',
  summary: 'Tests a connection, and shows what was answered and after what time.',
  needs: 'connections',
  params: {
    name: ConnectionName,
    to: described(
      Maybe(Text({ maxLength: 254 })),
      'For `mail` an address, for `sms` a phone number, and for `push` the account whose browsers get a message: its id or user name.',
    ),
  },
  result: Type.Object({
    isOk: Type.Boolean(),
    answer: described(Type.String(), 'The answer as it came, or why there was none.'),
    ms: described(Type.Integer(), 'The duration in milliseconds.'),
  }),
});
