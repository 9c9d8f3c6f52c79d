import { Type } from 'typebox';
import { described } from '../described.js';
import { Id, Maybe, OneOf, Text, Time } from './wire.js';

const title = Text({ maxLength: 64 });
const description = Type.String({ maxLength: 200 });

const ReasonText = Type.Object({
  title,
  description,
  letter: described(
    Type.String({ maxLength: 2000 }),
    'What a person is told when a decision is made for this reason; empty for nothing.',
  ),
});

/** What of a reason never changes. */
export const reasonIdentity = {
  kind: described(OneOf('ban', 'report'), '`ban`: of blocks. `report`: of reports.'),
  tag: described(Text({ maxLength: 32 }), 'The name for apps.'),
};

/** What an editor writes of a reason. */
export const reasonContent = {
  needsText: described(Type.Boolean(), 'Whether who chooses it must write a text.'),
  isChildSafety: described(
    Type.Boolean(),
    'Whether only those who handle child safety see its reports. They alone may write such a reason, and it has no letters.',
  ),
  isOffered: described(Type.Boolean(), 'Whether people can choose it. Earlier reports keep it.'),
  title: described(title, 'For readers of a language without a text.'),
  description,
  texts: described(
    Type.Object(
      { 'zh-Hant': Maybe(ReasonText), 'zh-Hans': Maybe(ReasonText), en: Maybe(ReasonText) },
      { wire: 'json' },
    ),
    'By language; may be empty.',
  ),
};

/** A reason for its editors. */
export const EditedReason = Type.Object({
  id: Id,
  version: Type.Integer(),
  ...reasonIdentity,
  ...reasonContent,
  changedAt: Maybe(Time),
  changedBy: described(
    Type.String(),
    '`kith` for commands on the server, and for what a tenant begins with.',
  ),
});
