import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';
import { AppealState, AppealText } from './shapes.js';
import { Flag, MaybeText, Text } from './wire.js';

const SessionId = described(Text({ minLength: 1, maxLength: 64 }), 'The id of a session, as in the list.');

export const sessions = endpoint({
  path: '/im/account/sessions',
  summary:
    "Lists the caller's sessions that are not ended: the caller's own first, then the last used; at most 100.",
  result: Type.Array(
    Type.Object({
      id: Type.String(),
      device: described(
        Type.String(),
        'The program and the system, as `Firefox on Windows`; empty if unknown.',
      ),
      platform: described(Type.String(), '`ios`, `android`, `windows`, `macos`, `linux` or empty.'),
      network: described(
        Type.String(),
        'The address of the sign-in, for IPv6 its /64 network; empty if unknown.',
      ),
      create_time: described(Type.Integer(), 'Seconds.'),
      last_time: described(Type.Integer(), 'The last use, to the minute, in seconds.'),
      is_current: Flag,
    }),
  ),
  source: 'own',
});

export const endSession = endpoint({
  path: '/im/account/endSession',
  summary:
    "Ends one of the caller's sessions: its token is refused everywhere, and its sockets close with code 4001.",
  params: { id: SessionId },
  source: 'own',
});

export const endOtherSessions = endpoint({
  path: '/im/account/endOtherSessions',
  summary: "Ends all of the caller's sessions except the current one; returns their number.",
  result: Type.Object({ count: Type.Integer() }),
  source: 'own',
});

export const signOut = endpoint({
  path: '/im/account/signOut',
  summary: 'Signs out: ends the current session. Its token is refused from now on.',
  source: 'own',
});

export const appeal = endpoint({
  path: '/im/account/appeal',
  summary:
    'Appeals against the loss of the right to write, once for each sanction, or says where the appeal stands.',
  params: { text: AppealText },
  result: AppealState,
  source: 'own',
});

export const deleteAccount = endpoint({
  path: '/im/account/deleteAccount',
  summary:
    'Deletes the account. Others see a deleted account at once; after the grace period everything is erased. Until then `in/frozen` keeps the account.',
  params: { password: described(MaybeText({ maxLength: 1000 }), 'A visitor has none.') },
  result: Type.Object({ erase_time: described(Type.Integer(), 'When it is erased, in seconds.') }),
  source: 'own',
});

export const letters = endpoint({
  path: '/im/account/letters',
  summary:
    'Lists what the caller was told about decisions of moderators, the newest first; at most 50, in the language of the request or in another one.',
  result: Type.Array(
    Type.Object({
      id: Type.Integer(),
      text: Type.String(),
      time: described(Type.Integer(), 'When it was sent, in seconds.'),
    }),
  ),
  source: 'own',
});

export const blocked = endpoint({
  path: '/im/account/blocked',
  summary: 'Lists the people whom the caller has blocked, the last blocked first; at most 500.',
  result: Type.Array(
    Type.Object({
      user_id: Type.Integer(),
      nickname: Type.String(),
      photo: described(Type.String(), 'A path below `/static/photo/`.'),
      time: described(Type.Integer(), 'When the person was blocked, in seconds.'),
    }),
  ),
  source: 'own',
});

export const requestData = endpoint({
  path: '/im/account/requestData',
  summary:
    'Requests a copy of all own data as a ZIP file, at most once a day. The server makes it in the background.',
  params: { password: described(MaybeText({ maxLength: 1000 }), 'A visitor has none.') },
  source: 'own',
});

export const dataState = endpoint({
  path: '/im/account/dataState',
  summary:
    'Returns the state of the copy that was requested last. `url` is a path, and suffices to fetch the file.',
  result: Type.Object({
    state: described(Type.String(), '`none`, `waiting`, `running`, `ready` or `failed`.'),
    percent: Type.Integer(),
    url: described(
      Type.String(),
      'Empty until a file is ready; then that of the last one, until it is deleted.',
    ),
    size: described(Type.Integer(), 'Bytes.'),
    expire_time: described(Type.Integer(), 'When the file is deleted, in seconds; 0 without a file.'),
  }),
  source: 'own',
});
