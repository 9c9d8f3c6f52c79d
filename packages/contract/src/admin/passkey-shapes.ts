import { Type, type TString } from 'typebox';
import { described } from '../described.js';
import { Id, Maybe, Time } from './wire.js';

/** Bytes in base64url, without padding. */
export const Base64Url = (maxLength: number): TString =>
  Type.String({ minLength: 1, maxLength, pattern: String.raw`^[\w-]+$` });

/** A passkey of a member of staff. */
export const Passkey = Type.Object({
  id: Id,
  name: Type.String(),
  createdAt: Time,
  lastUsedAt: described(Maybe(Time), 'Absent if it has not been used yet.'),
});

/** What a browser needs to create a passkey, or to sign with one. */
export const PasskeyRequest = Type.Object({
  options: described(
    Type.Unknown(),
    'In the JSON form of WebAuthn, for `parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`.',
  ),
});

/** What a passkey has signed. */
export const PasskeyProof = described(
  Type.Object({
    id: Base64Url(2048),
    rawId: Base64Url(2048),
    type: Type.Literal('public-key'),
    response: Type.Object({
      clientDataJSON: Base64Url(8192),
      authenticatorData: Base64Url(8192),
      signature: Base64Url(8192),
    }),
  }),
  'The answer of `navigator.credentials.get`, as `AuthenticationResponseJSON`.',
);
