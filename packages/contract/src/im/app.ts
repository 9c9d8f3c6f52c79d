import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { MaybeText, Text } from './wire.js';

export const config = endpoint({
  path: '/im/App/config',
  summary:
    "Returns the tenant's client settings without secrets; every value except `default_avatar` is a string.",
  auth: 'none',
  result: Type.Record(Type.String(), Type.Unknown()),
  says: '',
  source: 'documented',
});

export const sysConfig = endpoint({
  path: '/im/App/sysConfig',
  summary:
    'Returns the settings of `App/config` to a client that requests one switch by `key` and reads `value`.',
  auth: 'none',
  params: { key: MaybeText({ maxLength: 64 }) },
  result: Type.Record(Type.String(), Type.Unknown()),
});

export const getClientip = endpoint({
  path: '/im/app/getClientip',
  summary: "Returns the caller's network address.",
  auth: 'none',
  result: Type.String(),
});

export const videoConfig = endpoint({
  path: '/im/App/videoConfig',
  summary: 'Returns the app id for calls. The private key stays on the server: its member is empty.',
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
  summary: 'Reports whether a newer version of the app exists, with its download addresses.',
  auth: 'none',
  params: { appid: MaybeText(), version: MaybeText() },
  result: Type.Object({
    status: Type.Integer(),
    update_url: Type.Object({ android: Type.String(), ios: Type.String() }),
  }),
});

export const setUserContact = endpoint({
  path: '/im/app/setUserContact',
  summary: 'Accepts and discards an address book: Kith does not store address books.',
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
  summary: 'Checks a text message code without consuming it.',
  auth: 'none',
  params: {
    code: Text({ minLength: 1, maxLength: 20 }),
    type: Text({ minLength: 1, maxLength: 40 }),
    mobile: Text({ minLength: 1, maxLength: 20 }),
  },
});
