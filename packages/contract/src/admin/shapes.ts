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
  hasDesk: described(Type.Boolean(), 'Whether the caller answers customers as an agent of the tenant.'),
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
/** A link to a picture that only its owner could fetch otherwise. */
export const PictureUrl = described(Type.String(), 'A path on this host, valid for at least an hour.');

/** A decision of moderation. */
export const Decision = Type.Object({
  at: Time,
  by: described(Type.String(), '`kith` if it was automatic.'),
  what: described(Type.String(), 'Such as `photo refused`.'),
  why: described(Type.String(), 'May be empty.'),
});

const reviewedPerson = {
  id: Id,
  username: Type.String(),
  nickname: Type.String(),
  createdAt: Time,
  photos: described(
    Type.Array(Type.Object({ place: Type.Integer(), state: PhotoState, url: PictureUrl })),
    'All photos of the card.',
  ),
};

const PastDecisions = described(
  Type.Array(Decision),
  'Earlier decisions about the person, newest first; at most 10.',
);

/** A waiting photo. */
export const PhotoQueueItem = Type.Object({
  id: described(Id, 'The number of the upload: another picture has another one.'),
  version: Version,
  place: described(Type.Integer(), '1 to 6.'),
  url: PictureUrl,
  replacesUrl: described(Maybe(PictureUrl), 'The approved picture that others see until the decision.'),
  uploadedAt: Time,
  lease: described(Maybe(ReviewLease), 'Absent if nobody looks at it.'),
  person: Type.Object(reviewedPerson),
  decisions: PastDecisions,
});

/** What the caller has seen of the open reports about a person. */
export const ReportsVersion = described(
  Type.Object({
    decision: described(
      Type.Integer({ minimum: 0, maximum: MAX_INTEGER }),
      'The newest decision about the person, except about photos; 0 if there is none.',
    ),
    report: described(Id, 'The newest report.'),
    reports: described(Type.Integer({ minimum: 1, maximum: MAX_INTEGER }), 'The number of reports up to it.'),
  }),
  'Comes back with a decision. The decision is refused as `stale` if somebody has decided meanwhile; later reports stay open.',
);

export const Verdict = OneOf('dismiss', 'limit', 'bucket', 'ban');

export const SanctionHours = described(
  Type.Number({ exclusiveMinimum: 0, maximum: 87_600 }),
  'The duration of the sanction; without it, the sanction ends when it is lifted.',
);

/** A sanction in force. */
export const Sanction = Type.Object({
  kind: OneOf('limit', 'bucket', 'ban'),
  until: described(Maybe(Time), 'Absent if it ends when it is lifted.'),
});

const reportedPerson = {
  person: Type.Object({ ...reviewedPerson, status: OneOf('active', 'frozen', 'disabled') }),
  version: ReportsVersion,
  weight: described(Type.Number(), 'The sum of the weights of the open reports; an average report weighs 1.'),
  oldestAt: described(Time, 'When the oldest open report was made.'),
  tags: described(Type.Array(Type.String()), 'The tags of the reasons of the newest 20 reports.'),
  sanctions: described(Type.Array(Sanction), 'Those in force.'),
  lease: described(Maybe(ReviewLease), 'Absent if nobody looks at it.'),
  decisions: PastDecisions,
};

/** A person with open reports, which are one case. */
export const ReportedPerson = Type.Object(reportedPerson);

/** A page of people with open reports. */
export const ReportQueue = Type.Object({
  rows: Type.Array(ReportedPerson),
  next: described(Maybe(Type.String()), 'Absent on the last page.'),
  waiting: described(Type.Integer(), 'The number of people, counted up to 10,000.'),
  oldestAt: described(Maybe(Time), 'When the oldest open report was made. Absent if there is none.'),
});

/** What a decision would do to a person. */
export const ReportDecisionPreview = Type.Object({
  id: Id,
  username: Type.String(),
  version: described(ReportsVersion, 'That of the decision which does exactly this.'),
  weight: Type.Number(),
  sanction: described(Maybe(Sanction), 'Absent if the reports are dismissed.'),
  replaces: described(Maybe(Sanction), 'The sanction of this kind in force, whose end changes.'),
});

/** A person with the decision about the reports. */
export const DecidedReports = Type.Object({ id: Id, version: Version });

const Writing = { text: Type.String(), createdAt: Time };

/** A report with the person as it was at that time. */
const OpenReport = Type.Object({
  id: Id,
  at: Time,
  reporter: Type.Object({ id: Id, username: Type.String() }),
  tag: Type.String(),
  title: described(Type.String(), 'The reason in the words of the tenant.'),
  text: Type.String(),
  weight: Type.Number(),
  isAnonymous: described(
    Type.Boolean(),
    'Whether it is about an anonymous message, so that the reporter does not know the person.',
  ),
  profile: Type.Object({
    username: Type.String(),
    nickname: Type.String(),
    signature: Type.String(),
    sex: Type.Integer(),
    createdAt: Time,
  }),
  photos: described(
    Type.Array(
      Type.Object({
        place: Type.Integer(),
        state: PhotoState,
        url: described(Maybe(PictureUrl), 'Absent if the picture is gone.'),
      }),
    ),
    'Those of the card.',
  ),
  messages: described(
    Type.Array(
      Type.Object({
        seq: Type.Integer(),
        senderId: Id,
        sentAt: Time,
        type: Type.Integer(),
        content: Type.Unknown(),
        gone: described(Maybe(Type.String()), 'How it had been removed; absent if it had not.'),
        alias: described(Maybe(Type.String()), 'The name under which it was sent anonymously.'),
      }),
    ),
    'The last messages between the two, oldest first.',
  ),
  moments: Type.Array(
    Type.Object({ text: Type.String(), postedAt: Time, comments: Type.Array(Type.Object(Writing)) }),
  ),
  videoComments: Type.Array(Type.Object(Writing)),
});

/** An original message. */
const Evidence = Type.Object({
  id: Id,
  seq: Type.Integer(),
  senderId: Id,
  alias: Maybe(Type.String()),
  type: Type.Integer(),
  content: Type.Unknown(),
  reason: described(OneOf('recalled', 'burnt', 'destroyed', 'edited', 'reported'), 'Why it was kept.'),
  sentAt: Time,
  keptAt: Time,
  files: described(
    Type.Array(
      Type.Object({ name: Type.String(), url: described(Type.String(), 'Like that of a picture.') }),
    ),
    'Its files.',
  ),
});

/** A person with the newest open reports and their evidence. */
export const ReportedPersonDetails = Type.Object({
  ...reportedPerson,
  reports: described(Type.Array(OpenReport), 'The newest 20.'),
  evidence: described(
    Type.Array(Evidence),
    'Original messages of the person, also removed ones, newest first; at most 200.',
  ),
  together: described(
    Type.Object({ weight: Type.Number(), reporters: Type.Integer(), sources: Type.Integer() }),
    'The reports that count for automatic sanctions: reporters who share a network or a device are one source.',
  ),
});

/** A waiting appeal against a sanction. */
export const AppealQueueItem = Type.Object({
  id: described(Id, 'That of the sanction, which has one appeal.'),
  version: described(
    Type.Integer({ minimum: 0, maximum: MAX_INTEGER }),
    'The newest decision about the sanction. A decision that names an older one is refused as `stale`.',
  ),
  kind: OneOf('bucket', 'ban'),
  until: described(Maybe(Time), 'Absent if it ends when it is lifted.'),
  text: described(Type.String(), 'The words of the person.'),
  appealedAt: Time,
  imposed: described(Decision, 'The decision that gave the sanction its present end.'),
  isOwn: described(Type.Boolean(), 'Whether the caller has decided about the sanction, and may not here.'),
  lease: described(Maybe(ReviewLease), 'Absent if nobody looks at it.'),
  person: Type.Object(reviewedPerson),
  decisions: PastDecisions,
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
