import { Type } from 'typebox';
import { described } from '../described.js';
import { Id, Maybe, OneOf, Time } from './wire.js';

export const StaffRole = OneOf('owner', 'moderator', 'support', 'editor');

const TenantName = Type.Object({ id: Id, name: Type.String() });

/** The caller's session. */
export const OwnSession = Type.Object({
  stage: described(
    OneOf('enrolling', 'open'),
    '`enrolling` until the password and the authenticator are set; until then only the enrolment is possible.',
  ),
  staff: Type.Object({ id: Id, name: Type.String(), role: StaffRole }),
  tenant: described(TenantName, 'The tenant that requests of this session are about.'),
  permissions: Type.Array(Type.String()),
  provenUntil: described(Time, 'Dangerous actions are possible until then without another proof.'),
  endsAt: described(Time, 'When the session ends at the latest; it ends earlier without requests.'),
});

/** A session of a member of staff. */
export const StaffSession = Type.Object({
  id: Type.String(),
  isCurrent: Type.Boolean(),
  address: Type.String(),
  device: described(Type.String(), 'The program and the system; empty if unknown.'),
  createdAt: Time,
  lastUsedAt: Time,
});

/** A member of staff. */
export const StaffMember = Type.Object({
  id: Id,
  name: Type.String(),
  role: StaffRole,
  ownsInstallation: described(Type.Boolean(), 'Whether all tenants are open to this member of staff.'),
  isEnrolled: described(Type.Boolean(), 'Whether the password and the authenticator are set.'),
  createdAt: Time,
  lastUsedAt: described(Maybe(Time), 'Absent if there is no session.'),
});

/** A member of staff with the password for the first sign-in. */
export const StaffPassword = Type.Object({
  id: Id,
  oneTimePassword: described(Type.String(), 'Shown only here.'),
  expiresAt: Time,
});

export const RecoveryCodes = Type.Object({
  recoveryCodes: described(
    Type.Array(Type.String()),
    'Each replaces a code of the authenticator once. Shown only here.',
  ),
});

/** One action of staff or of a command. */
export const AuditEntry = Type.Object({
  id: Id,
  at: Time,
  staffId: described(Maybe(Id), 'Absent for commands on the server.'),
  staffName: Type.String(),
  action: described(Type.String(), 'Such as `staff.add`.'),
  objectKind: Maybe(Type.String()),
  objectId: Maybe(Type.String()),
  before: described(Maybe(Type.Unknown()), 'What the action changed.'),
  after: described(Maybe(Type.Unknown()), 'What it changed it to.'),
  address: Type.String(),
});
