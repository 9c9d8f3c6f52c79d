import { endpoint } from '../endpoint.js';
import { Int, MessageId, Text } from './wire.js';

export const setInfo = endpoint({
  path: '/im/set/setInfo',
  summary: 'Changes the nickname (`type` 0), the signature (1) or the sex (2).',
  params: { type: Int({ minimum: 0, maximum: 3 }), content: Text() },
});

export const password = endpoint({
  path: '/im/set/password',
  summary: 'Changes the password and ends all other sessions.',
  params: {
    pass1: Text({ minLength: 1, maxLength: 1000 }),
    pass2: Text({ minLength: 1, maxLength: 1000 }),
    pass3: Text({ minLength: 1, maxLength: 1000 }),
  },
});

export const filedel = endpoint({
  path: '/im/set/filedel',
  summary: "Recalls one of the caller's file messages by its id from `get/filelist`.",
  params: { id: MessageId },
});
