import { endpoint } from '../endpoint.js';
import { Flag, MaybeInt, MaybeText, Text } from './wire.js';
import { AppealState, AppealText, SignedIn } from './shapes.js';
import { Type } from 'typebox';
import { described } from '../described.js';

const Secret = Type.String({ minLength: 1, maxLength: 1000 });

export const login = endpoint({
  path: '/im/in/login',
  summary: 'Signs in with a user name and a password.',
  auth: 'none',
  params: {
    username: MaybeText({ maxLength: 200 }),
    account: MaybeText({ maxLength: 200 }),
    password: Secret,
    client_id: MaybeText(),
    invite_code: MaybeText(),
    channel: MaybeText(),
  },
  result: SignedIn,
  says: '登陆成功',
  source: 'documented',
});

export const reg_tourist = endpoint({
  path: '/im/in/reg_tourist',
  summary: 'Creates a visitor account without a password and signs it in.',
  auth: 'none',
  params: { client_id: MaybeText(), invite_code: MaybeText(), channel: MaybeText() },
  result: SignedIn,
  says: '登陆成功',
});

export const reg = endpoint({
  path: '/im/in/reg',
  summary: 'Registers an account and signs it in.',
  auth: 'none',
  params: {
    username: MaybeText({ maxLength: 200 }),
    account: MaybeText({ maxLength: 200 }),
    password: Secret,
    nickname: MaybeText(),
    sex: Type.Optional(Flag),
    type: MaybeText(),
    client_id: MaybeText(),
    mobileCode: Type.Optional(Flag),
    sms_code: MaybeText(),
    invite_code: MaybeText(),
    invitationCode: described(MaybeText(), 'Alias of `invite_code`, used by one client.'),
    channel: MaybeText(),
    image_id: MaybeText(),
  },
  result: SignedIn,
  source: 'documented',
});

export const photo = endpoint({
  path: '/im/in/photo',
  summary: 'Stores a picture for one hour for the registration of a user name.',
  auth: 'none',
  params: { username: Text({ minLength: 1, maxLength: 200 }) },
  file: 'optional',
  source: 'documented',
});

export const forgetPassword = endpoint({
  path: '/im/in/forgetPassword',
  summary: 'Sets a new password with a text message code, and signs in.',
  auth: 'none',
  params: {
    username: Text({ minLength: 1, maxLength: 200 }),
    password: Secret,
    sms_code: MaybeText({ maxLength: 20 }),
    type: MaybeText(),
    mobileCode: MaybeInt(),
    client_id: MaybeText(),
  },
  result: SignedIn,
});

export const appeal = endpoint({
  path: '/im/in/appeal',
  summary:
    'Appeals against the sanction of an account, once for each sanction, or says where the appeal stands. A ban allows no session, so that the password proves who asks.',
  auth: 'none',
  params: {
    username: Text({ minLength: 1, maxLength: 200 }),
    password: Secret,
    text: AppealText,
  },
  result: AppealState,
  source: 'own',
});

export const frozen = endpoint({
  path: '/im/in/frozen',
  summary: 'Reactivates an account that its owner has frozen, and signs in.',
  auth: 'none',
  params: { username: Text({ minLength: 1, maxLength: 200 }), password: Secret, client_id: MaybeText() },
  result: SignedIn,
});
