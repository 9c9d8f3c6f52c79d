import { Type } from 'typebox';
import { described } from '../described.js';
import { PictureUrl, Sanction } from './shapes.js';
import { Id, Maybe, OneOf, Text, Time } from './wire.js';

/** Why an action about a person is done; the audit log has it. */
export const Reason = described(Text({ maxLength: 500 }), 'Written to the audit log.');

export const SanctionKind = described(
  OneOf('limit', 'bucket', 'ban'),
  '`limit`: nobody else sees the person. `bucket`: the person may not write. `ban`: the person cannot sign in.',
);

const personMembers = {
  id: Id,
  username: Type.String(),
  nickname: Type.String(),
  avatar: described(
    Maybe(Type.String()),
    'The path of the picture below `/static/photo/`; absent without one.',
  ),
  kind: described(OneOf('member', 'visitor'), 'A visitor has no password.'),
  status: OneOf('active', 'frozen', 'disabled'),
  isHidden: described(Type.Boolean(), 'Whether moderation hides the person from all others.'),
  createdAt: Time,
  lastSeenAt: Time,
};

/** A person in a list. */
export const FoundPerson = Type.Object({
  ...personMembers,
  sanctions: described(Type.Array(Sanction), 'Those in force.'),
});

const PersonReport = Type.Object({
  id: Id,
  otherId: described(Id, 'Who reported, or who was reported.'),
  tag: described(Type.String(), 'The reason.'),
  text: Type.String(),
  isCase: described(
    Type.Boolean(),
    'Whether moderators decide it; otherwise it is only the reason of a block.',
  ),
  state: OneOf('open', 'upheld', 'dismissed', 'lifted'),
  createdAt: Time,
});

/** A person with everything that is stored, except messages; lists are newest first. */
export const Person = Type.Object({
  ...personMembers,
  signature: Type.String(),
  sex: Type.Integer(),
  ageStatus: Type.Integer(),
  isAgeProven: Type.Boolean(),
  birthDate: Maybe(Type.String()),
  phone: Maybe(Type.String()),
  email: Maybe(Type.String()),
  device: described(Type.String(), 'The id that the client has given; may be empty.'),
  inviterId: Maybe(Id),
  eraseAt: described(Maybe(Time), 'When a requested deletion erases the account.'),
  dataExport: described(
    Maybe(
      Type.Object({
        state: OneOf('waiting', 'running', 'ready', 'failed'),
        requestedAt: Time,
        done: Type.Integer(),
        total: Type.Integer(),
      }),
    ),
    'The last copy of the data that was asked for; `done` of `total` parts are written.',
  ),
  photos: described(
    Type.Array(
      Type.Object({
        place: Type.Integer(),
        state: OneOf('waiting', 'approved', 'refused'),
        uploadId: Id,
        updatedAt: Time,
        url: PictureUrl,
      }),
    ),
    'Those of the card, without what was refused for child safety.',
  ),
  sessions: Type.Array(
    Type.Object({
      id: Type.String(),
      device: Type.String(),
      platform: Type.String(),
      createdAt: Time,
      lastUsedAt: Time,
    }),
  ),
  sanctions: Type.Array(
    Type.Object({
      id: Id,
      kind: SanctionKind,
      createdAt: Time,
      until: described(Maybe(Time), 'Absent for a sanction without an end.'),
      endedAt: described(Maybe(Time), 'Absent while it is in force.'),
      reportId: Maybe(Id),
    }),
  ),
  reportsAbout: Type.Array(PersonReport),
  reportsBy: Type.Array(PersonReport),
  purchases: Type.Array(
    Type.Object({
      id: Id,
      platform: OneOf('ios', 'android', 'web'),
      planCode: Type.String(),
      createdAt: Time,
      isConfirmed: Type.Boolean(),
      isRefunded: Type.Boolean(),
      isSandbox: Type.Boolean(),
    }),
  ),
  ledger: described(
    Type.Array(
      Type.Object({
        id: Id,
        quota: Type.String(),
        targetId: described(Maybe(Id), 'Absent for what staff gave.'),
        given: described(
          Maybe(Type.Integer()),
          'Further uses that staff gave; negative if they took some. Absent for a use.',
        ),
        createdAt: Time,
        refundedAt: Maybe(Time),
      }),
    ),
    'Uses of daily quotas, and further uses that staff gave.',
  ),
  notes: Type.Array(Type.Object({ id: Id, by: Type.String(), text: Type.String(), createdAt: Time })),
});

/** Something that happened to a person. */
export const TimelineEntry = Type.Object({
  at: Time,
  source: described(OneOf('account', 'moderation', 'billing', 'age', 'staff'), 'The log that it comes from.'),
  what: described(Type.String(), 'Such as `ban` or `people.note`.'),
  by: described(Type.String(), '`kith` for what is automatic or a command.'),
  why: described(Type.String(), 'May be empty.'),
});
