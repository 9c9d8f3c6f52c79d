import { Type } from 'typebox';
import { described } from '../described.js';
import { Id, Maybe, OneOf, Text, Time } from './wire.js';

const AnnouncementText = Type.Object({
  title: Text({ maxLength: 200 }),
  body: described(Type.String({ maxLength: 60_000 }), 'HTML, which is sanitized.'),
});

/** What an announcement says, to whom and when. */
export const announcementContent = {
  texts: described(
    Type.Object(
      {
        'zh-Hant': Maybe(AnnouncementText),
        'zh-Hans': Maybe(AnnouncementText),
        en: Maybe(AnnouncementText),
        all: described(Maybe(AnnouncementText), 'For readers of every other language.'),
      },
      { wire: 'json' },
    ),
    'At least one. A reader of a language without a text gets another one.',
  ),
  audience: described(
    OneOf('everybody', 'members', 'vips', 'school'),
    'Who sees it: `members` are all but visitors, `school` the people of one university.',
  ),
  universityId: described(Maybe(Id), 'That of `school`; with every other audience it is refused.'),
  beginAt: described(Maybe(Time), 'When members begin to see it; now, if absent.'),
  endAt: described(Maybe(Time), 'When they cease to see it, after `beginAt`; never, if absent.'),
};

export const AnnouncementState = described(
  OneOf('waiting', 'shown', 'ended', 'taken_back'),
  'What its audience sees of it now.',
);

const written = {
  id: Id,
  version: Type.Integer(),
  audience: announcementContent.audience,
  universityId: described(Maybe(Id), 'That of `school`.'),
  beginAt: Time,
  endAt: described(Maybe(Time), 'Absent without an end.'),
  state: AnnouncementState,
  changedAt: Time,
  changedBy: described(Type.String(), '`kith` for commands on the server.'),
};

/** A row in the list of announcements. */
export const AnnouncementRow = Type.Object({
  ...written,
  titles: described(
    Type.Object({
      'zh-Hant': Maybe(Type.String()),
      'zh-Hans': Maybe(Type.String()),
      en: Maybe(Type.String()),
      all: Maybe(Type.String()),
    }),
    'By language.',
  ),
});

/** An announcement for its editors. */
export const Announcement = Type.Object({ ...written, texts: announcementContent.texts });
