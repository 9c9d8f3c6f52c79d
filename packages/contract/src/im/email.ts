import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';
import { SignedIn } from './shapes.js';
import { Text } from './wire.js';

const Address = described(Text({ minLength: 3, maxLength: 254 }), 'An e-mail address.');
const Code = Text({ minLength: 1, maxLength: 20 });
const Secret = Type.String({ minLength: 1, maxLength: 1000 });

export const set = endpoint({
  path: '/im/email/set',
  summary:
    'Sends a code to an address. Once confirmed, it becomes the e-mail address of the account; until then the old one stays.',
  params: { email: Address, password: Secret },
  source: 'own',
});

export const confirm = endpoint({
  path: '/im/email/confirm',
  summary: 'Makes an address that received a code the e-mail address of the account.',
  params: { email: Address, code: Code },
  source: 'own',
});

export const remove = endpoint({
  path: '/im/email/remove',
  summary: 'Removes the e-mail address of the account.',
  params: { password: Secret },
  source: 'own',
});

export const sendCode = endpoint({
  path: '/im/email/sendCode',
  summary:
    'Sends a code for a new password to an e-mail address, if it is the confirmed address of an account; the response does not reveal that.',
  auth: 'none',
  params: { email: Address },
  source: 'own',
});

export const resetPassword = endpoint({
  path: '/im/email/resetPassword',
  summary: 'Sets a new password with a code sent by mail, ends all sessions, and signs in.',
  auth: 'none',
  params: { email: Address, code: Code, password: Secret },
  result: SignedIn,
  source: 'own',
});
