import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { MaybeText, Text } from './wire.js';

export const config = endpoint({
  path: '/im/App/config',
  summary:
    'The settings of the tenant that clients read; every value is a text, and no secret is among them.',
  auth: 'none',
  result: Type.Record(Type.String(), Type.Unknown()),
  says: '',
  source: 'documented',
});

export const sysConfig = endpoint({
  path: '/im/App/sysConfig',
  summary:
    'The same as `App/config`, under the name of one client, which asks for one switch by `key` and reads `value`.',
  auth: 'none',
  params: { key: MaybeText({ maxLength: 64 }) },
  result: Type.Record(Type.String(), Type.Unknown()),
});

export const getClientip = endpoint({
  path: '/im/app/getClientip',
  summary: 'The network address of the caller.',
  auth: 'none',
  result: Type.String(),
});

export const videoConfig = endpoint({
  path: '/im/App/videoConfig',
  summary: 'The app id of calls. The private key stays on the server: its member is empty.',
  auth: 'none',
  result: Type.Object({
    vedio_privatekey: Type.Literal(''),
    vedio_appid: Type.String(),
    key: Type.String(),
    tab_id: Type.String(),
  }),
  says: '',
  source: 'documented',
});

export const update = endpoint({
  path: '/im/app/update',
  summary: 'Whether a newer version of the app is there, and where.',
  auth: 'none',
  params: { appid: MaybeText(), version: MaybeText() },
  result: Type.Object({
    status: Type.Integer(),
    update_url: Type.Object({ android: Type.String(), ios: Type.String() }),
  }),
});

export const setUserContact = endpoint({
  path: '/im/app/setUserContact',
  summary: 'Takes the phone book of an app and throws it away: Kith does not keep address books.',
  params: { params: Type.Optional(Type.Unknown()), client_id: MaybeText(), phone: MaybeText() },
});

export const getSms = endpoint({
  path: '/im/App/getSms',
  summary: 'Sends a code by text message.',
  auth: 'none',
  params: { mobile: Text({ minLength: 1, maxLength: 20 }), type: Text({ minLength: 1, maxLength: 40 }) },
});

export const checkSmsCode = endpoint({
  path: '/im/app/checkSmsCode',
  summary: 'Checks a code that was sent by text message, without using it up.',
  auth: 'none',
  params: {
    code: Text({ minLength: 1, maxLength: 20 }),
    type: Text({ minLength: 1, maxLength: 40 }),
    mobile: Text({ minLength: 1, maxLength: 20 }),
  },
});
