import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { Base64Url, Passkey, PasskeyProof, PasskeyRequest } from './passkey-shapes.js';
import { OwnSession } from './shapes.js';
import { Id, Maybe, Text } from './wire.js';

const Name = described(Text({ maxLength: 64 }), 'What the owner calls the passkey.');

export const askSignIn = adminEndpoint({
  method: 'POST',
  path: '/admin/session/passkey/challenge',
  summary:
    'What a browser needs to sign in with a passkey, within 5 minutes; sets a cookie that comes back with the answer.',
  needs: 'none',
  params: { tenant: described(Maybe(Id), 'The tenant of the member of staff; 1 if it is absent.') },
  result: PasskeyRequest,
});

export const signIn = adminEndpoint({
  method: 'POST',
  path: '/admin/session/passkey',
  summary: 'Signs in with a passkey and sets the cookie of the session.',
  needs: 'none',
  params: {
    tenant: described(Maybe(Id), 'The tenant of the member of staff; 1 if it is absent.'),
    name: described(Maybe(Text({ maxLength: 64 })), 'With it, passkeys of others are refused.'),
    passkey: PasskeyProof,
  },
  result: OwnSession,
});

export const askProof = adminEndpoint({
  method: 'POST',
  path: '/admin/session/proof/challenge',
  summary: 'What a browser needs to prove the identity again with a passkey, within 5 minutes.',
  needs: 'session',
  result: PasskeyRequest,
});

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/passkeys',
  summary: "The caller's passkeys, oldest first; at most 10.",
  needs: 'session',
  result: Type.Array(Passkey),
});

export const ask = adminEndpoint({
  method: 'POST',
  path: '/admin/passkeys/challenge',
  summary: 'What a browser needs to create a passkey, within 5 minutes.',
  needs: 'session',
  isDangerous: true,
  result: PasskeyRequest,
});

export const add = adminEndpoint({
  method: 'POST',
  path: '/admin/passkeys',
  summary: 'Adds a passkey of the caller.',
  needs: 'session',
  isDangerous: true,
  params: {
    name: Name,
    passkey: described(
      Type.Object({
        id: Base64Url(2048),
        rawId: Base64Url(2048),
        type: Type.Literal('public-key'),
        response: Type.Object({ clientDataJSON: Base64Url(8192), attestationObject: Base64Url(65_536) }),
      }),
      'The answer of `navigator.credentials.create`, as `RegistrationResponseJSON`.',
    ),
  },
  result: Passkey,
});

export const rename = adminEndpoint({
  method: 'PUT',
  path: '/admin/passkeys/{id}',
  summary: "Renames one of the caller's passkeys.",
  needs: 'session',
  isDangerous: true,
  params: { id: Id, name: Name },
});

export const remove = adminEndpoint({
  method: 'DELETE',
  path: '/admin/passkeys/{id}',
  summary: "Removes one of the caller's passkeys, which then opens nothing.",
  needs: 'session',
  isDangerous: true,
  params: { id: Id },
});
