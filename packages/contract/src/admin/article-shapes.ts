import { Type } from 'typebox';
import { described } from '../described.js';
import { MAX_INTEGER } from '../integer.js';
import { Id, Maybe, OneOf, Text, Time } from './wire.js';

export const ArticlePosition = described(
  OneOf('help', 'about'),
  'The help centre, or the page about the operator.',
);

export const ArticleLanguage = OneOf('zh-Hant', 'zh-Hans', 'en');

const ArticleText = Type.Object({
  title: Text({ maxLength: 200 }),
  summary: Type.String({ maxLength: 500 }),
  body: described(Type.String({ maxLength: 60_000 }), 'HTML, which is sanitized.'),
});

/** What an article says. */
export const articleContent = {
  position: ArticlePosition,
  picture: described(Type.String({ maxLength: 200 }), 'A path below `/uploads/`, or empty.'),
  isShown: described(Type.Boolean(), 'Whether members see it, once it is published.'),
  sort: described(Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 }), 'Lower ones come first.'),
  texts: described(
    Type.Object(
      {
        'zh-Hant': Maybe(ArticleText),
        'zh-Hans': Maybe(ArticleText),
        en: Maybe(ArticleText),
        all: described(Maybe(ArticleText), 'For readers of every other language.'),
      },
      // The size of a body is that of a message.
      { wire: 'json' },
    ),
    'At least one.',
  ),
};

export const publication = {
  state: described(
    OneOf('draft', 'published', 'scheduled'),
    'What becomes of the version: members do not see a draft, and a scheduled one from `publishAt` on.',
  ),
  publishAt: described(Maybe(Time), 'In the future; required with `scheduled`.'),
};

/** A version as its author has seen it. */
export const SeenVersion = described(
  Type.Integer({ minimum: 1, maximum: MAX_INTEGER }),
  'The newest version that the caller has seen; refused as `stale` if there is a newer one.',
);

const ArticleState = described(OneOf('unpublished', 'shown', 'hidden'), 'What members see of it now.');

export const ArticleVersion = Type.Object({
  version: Type.Integer(),
  publishAt: described(Maybe(Time), 'When members begin to see it. Absent for a draft.'),
  writtenBy: described(Type.String(), '`kith` for commands on the server.'),
  createdAt: Time,
});

/** A row in the list of articles. */
export const ArticleRow = Type.Object({
  id: Id,
  version: Type.Integer(),
  position: ArticlePosition,
  sort: Type.Integer(),
  titles: described(
    Type.Object({
      'zh-Hant': Maybe(Type.String()),
      'zh-Hans': Maybe(Type.String()),
      en: Maybe(Type.String()),
      all: Maybe(Type.String()),
    }),
    'Those of the newest version by language.',
  ),
  state: ArticleState,
  hasDraft: described(Type.Boolean(), 'Whether the newest version is not published.'),
  scheduledAt: described(Maybe(Time), 'When a newer version will be published.'),
  changedAt: Time,
  changedBy: Type.String(),
});

/** An article for its editors. */
export const Article = Type.Object({
  id: Id,
  version: described(Type.Integer(), 'The newest version, which the article shows.'),
  ...articleContent,
  state: ArticleState,
  shownVersion: described(Maybe(Type.Integer()), 'The version that members see.'),
  scheduledAt: described(Maybe(Time), 'When a newer version will be published.'),
  versions: described(Type.Array(ArticleVersion), 'Newest first; at most 100 of them are kept.'),
});
