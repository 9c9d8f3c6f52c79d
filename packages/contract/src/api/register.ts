import { endpoint } from '../endpoint.js';
import { Entered } from './shapes.js';
import { Maybe, OneOf, Text } from './wire.js';

export const register = endpoint({
  path: '/api/register',
  summary: 'Registers an account and signs it in.',
  auth: 'none',
  params: {
    username: Text({ maxLength: 200 }),
    password: Text({ maxLength: 1000, isSecret: true }),
    nickname: Maybe(Text({ maxLength: 200 })),
    sex_code: Maybe(OneOf('M', 'F')),
    invite_code: Maybe(Text({ maxLength: 64 })),
    sms_code: Maybe(Text({ maxLength: 20, isSecret: true })),
  },
  result: Entered,
});
