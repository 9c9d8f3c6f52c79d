import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { PasskeyProof } from './passkey-shapes.js';
import { OwnSession, RecoveryCodes, StaffSession } from './shapes.js';
import { Id, Maybe, Text } from './wire.js';

const Password = Text({ maxLength: 256, isSecret: true });
const Code = described(
  Text({ maxLength: 64, isSecret: true }),
  'The code that the authenticator shows, or a recovery code.',
);

export const signIn = adminEndpoint({
  method: 'POST',
  path: '/admin/session',
  summary: 'Signs in and sets the cookie of the session.',
  needs: 'none',
  params: {
    tenant: described(Maybe(Id), 'The tenant of the member of staff; 1 if it is absent.'),
    name: Text({ maxLength: 64 }),
    password: Password,
    code: described(Maybe(Code), 'Absent only at the first sign-in with a one-time password.'),
  },
  result: OwnSession,
});

export const own = adminEndpoint({
  method: 'GET',
  path: '/admin/session',
  summary: "The caller's session, with what the caller may do.",
  needs: 'enrolling',
  result: OwnSession,
});

export const signOut = adminEndpoint({
  method: 'DELETE',
  path: '/admin/session',
  summary: 'Ends the session.',
  needs: 'enrolling',
});

export const startEnrolment = adminEndpoint({
  method: 'POST',
  path: '/admin/session/enrolment',
  summary: 'Creates the secret of an authenticator, which the next step confirms.',
  needs: 'enrolling',
  result: Type.Object({
    secret: described(Type.String(), 'In base32, to be typed.'),
    uri: described(Type.String(), 'The same as `otpauth:` URI, to be shown as a QR code.'),
  }),
});

export const enrol = adminEndpoint({
  method: 'PUT',
  path: '/admin/session/enrolment',
  summary: 'Sets the password and the authenticator, which opens the session.',
  needs: 'enrolling',
  params: { password: Password, code: Code },
  result: RecoveryCodes,
});

export const prove = adminEndpoint({
  method: 'POST',
  path: '/admin/session/proof',
  summary: 'Proves the identity again, by a passkey, a code or the password; dangerous actions need that.',
  needs: 'session',
  params: { code: Maybe(Code), password: Maybe(Password), passkey: Maybe(PasskeyProof) },
  result: OwnSession,
});

export const changePassword = adminEndpoint({
  method: 'PUT',
  path: '/admin/session/password',
  summary: "Changes the caller's password and ends the caller's other sessions.",
  needs: 'session',
  isDangerous: true,
  params: { password: Password },
});

export const renewRecoveryCodes = adminEndpoint({
  method: 'POST',
  path: '/admin/session/recovery-codes',
  summary: "Replaces the caller's recovery codes.",
  needs: 'session',
  isDangerous: true,
  result: RecoveryCodes,
});

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/sessions',
  summary: "The caller's sessions.",
  needs: 'session',
  result: Type.Array(StaffSession),
});

export const end = adminEndpoint({
  method: 'DELETE',
  path: '/admin/sessions/{id}',
  summary: "Ends one of the caller's sessions.",
  needs: 'session',
  params: { id: Text({ maxLength: 36 }) },
});

export const endOthers = adminEndpoint({
  method: 'DELETE',
  path: '/admin/sessions',
  summary: "Ends the caller's other sessions.",
  needs: 'session',
  result: Type.Object({ ended: Type.Integer() }),
});

export const switchTenant = adminEndpoint({
  method: 'PUT',
  path: '/admin/session/tenant',
  summary: 'Switches the session to another tenant.',
  needs: 'tenants',
  params: { tenant: Id },
  result: OwnSession,
});
