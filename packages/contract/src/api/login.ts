import { endpoint } from '../endpoint.js';
import { Entered } from './shapes.js';
import { Text } from './wire.js';

export const login = endpoint({
  path: '/api/login',
  summary: 'Signs in with a user name and a password.',
  auth: 'none',
  params: {
    username: Text({ maxLength: 200 }),
    password: Text({ maxLength: 1000, isSecret: true }),
  },
  result: Entered,
});
