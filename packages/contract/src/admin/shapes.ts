import { Type } from 'typebox';
import { described } from '../described.js';
import { MAX_INTEGER } from '../integer.js';
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

/** Which decision about an item the caller has seen last. */
export const Version = described(
  Type.Integer({ minimum: 0, maximum: MAX_INTEGER }),
  'The newest decision about it; 0 if there is none. A decision that names an older one is refused as `stale`.',
);

export const NewVersion = Type.Object({ version: Version });

/** Who looks at an item of a review queue. */
export const ReviewLease = Type.Object({
  name: Type.String(),
  isOwn: described(Type.Boolean(), "Whether it is the caller's own."),
  until: Time,
});

const PhotoState = OneOf('waiting', 'approved', 'refused');
const PictureUrl = described(Type.String(), 'A path on this host, valid for at least an hour.');

/** A decision of moderation. */
export const Decision = Type.Object({
  at: Time,
  by: described(Type.String(), '`kith` if it was automatic.'),
  what: described(Type.String(), 'Such as `photo refused`.'),
  why: described(Type.String(), 'May be empty.'),
});

/** A waiting photo. */
export const PhotoQueueItem = Type.Object({
  id: described(Id, 'The number of the upload: another picture has another one.'),
  version: Version,
  place: described(Type.Integer(), '1 to 6.'),
  url: PictureUrl,
  replacesUrl: described(Maybe(PictureUrl), 'The approved picture that others see until the decision.'),
  uploadedAt: Time,
  lease: described(Maybe(ReviewLease), 'Absent if nobody looks at it.'),
  person: Type.Object({
    id: Id,
    username: Type.String(),
    nickname: Type.String(),
    createdAt: Time,
    photos: described(
      Type.Array(Type.Object({ place: Type.Integer(), state: PhotoState, url: PictureUrl })),
      'All photos of the card.',
    ),
  }),
  decisions: described(Type.Array(Decision), 'Earlier decisions about the person, newest first; at most 10.'),
});

const SettingValue = Type.Union([Type.Boolean(), Type.Number(), Type.String()]);

/** A setting of the tenant. */
const Setting = Type.Object({
  name: Type.String(),
  area: described(Type.String(), 'The part of the product that it belongs to.'),
  meaning: described(Type.String(), 'A sentence for the reader.'),
  kind: described(
    OneOf('switch', 'number', 'choice', 'text', 'timeZone'),
    '`switch`: true or false; `number`: a whole number; `timeZone`: its IANA name.',
  ),
  min: described(Maybe(Type.Integer()), 'Of a number, as `max` and `unit`.'),
  max: Maybe(Type.Integer()),
  unit: Maybe(OneOf('milliseconds', 'seconds', 'hours', 'days', 'bytes', 'pixels')),
  choices: described(Maybe(Type.Array(Type.String())), 'Of a choice.'),
  maxCharacters: described(Maybe(Type.Integer()), 'Of a text, as `pattern` and `example`.'),
  pattern: described(Maybe(Type.String()), 'A regular expression that the whole text matches.'),
  example: Maybe(Type.String()),
  isDangerous: Type.Boolean(),
  default: SettingValue,
  value: SettingValue,
  isDefault: described(Type.Boolean(), 'Whether nobody has set a value, so that the default applies.'),
  changedAt: described(Maybe(Time), 'Absent if nobody has changed it.'),
  changedBy: described(Maybe(Type.String()), '`kith` for commands on the server.'),
});

/** All settings of the tenant. */
export const Settings = Type.Object({
  version: described(Type.Integer(), 'Counts the changes.'),
  settings: Type.Array(Setting),
});
