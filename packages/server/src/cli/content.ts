import { listContent, publishContent, storeOperatorPicture, unpublish } from '@kith/core/content';
import { isId, MAX_ID, type Ctx } from '@kith/core/kernel';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Type, type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { readTextFile } from '../config/text-file.js';
import { UsageError } from './command.js';

const Id = Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_ID }));
const IsShown = Type.Optional(Type.Boolean());
const Sort = Type.Optional(Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 }));
/** A file next to this one, or the path of one published earlier. */
const Picture = Type.Optional(Type.String({ maxLength: 1000 }));
const Rows = <T extends Parameters<typeof Type.Object>[0]>(row: T) =>
  Type.Optional(Type.Array(Type.Object(row, { additionalProperties: false }), { maxItems: 200 }));
/** Read-only fields in the output of `kith tenant content`. */
const shown = {
  createdAt: Type.Optional(Type.Integer()),
  updatedAt: Type.Optional(Type.Integer()),
};
const links = Rows({
  id: Id,
  name: Type.String(),
  url: Type.String(),
  port: Type.Optional(Type.String()),
  picture: Picture,
  isShown: IsShown,
  sort: Sort,
  ...shown,
});

const ArticleText = Type.Object(
  { title: Type.String(), summary: Type.Optional(Type.String()), body: Type.Optional(Type.String()) },
  { additionalProperties: false },
);
const AnnouncementText = Type.Object(
  { title: Type.String(), body: Type.Optional(Type.String()) },
  { additionalProperties: false },
);
/** A text in some languages; `all` is for readers of every language. */
const textsOf = <T extends TSchema>(text: T) =>
  Type.Object(
    {
      'zh-Hant': Type.Optional(text),
      'zh-Hans': Type.Optional(text),
      en: Type.Optional(text),
      all: Type.Optional(text),
    },
    { additionalProperties: false, minProperties: 1 },
  );

/** The file that an operator publishes. */
const ContentFile = Type.Object(
  {
    articles: Rows({
      id: Id,
      position: Type.Optional(Type.Union([Type.Literal('help'), Type.Literal('about')])),
      texts: textsOf(ArticleText),
      picture: Picture,
      isShown: IsShown,
      sort: Sort,
      ...shown,
    }),
    menu: links,
    explore: links,
    announcements: Rows({
      id: Id,
      texts: textsOf(AnnouncementText),
      isShown: IsShown,
      ...shown,
    }),
  },
  { additionalProperties: false },
);
type ContentFile = Static<typeof ContentFile>;

/** Prints everything that a tenant publishes, in the format that `publish` reads. */
export async function showContent(ctx: Ctx): Promise<number> {
  console.log(JSON.stringify(await listContent(ctx), null, 2));
  return 0;
}

/** Publishes the contents of a file atomically. */
export async function publishFile(ctx: Ctx, path: string): Promise<number> {
  const file = readContent(await readTextFile(path), path);
  const pictures = new Map<string, string>();
  for (const row of [...(file.articles ?? []), ...(file.menu ?? []), ...(file.explore ?? [])]) {
    const { picture = '' } = row;
    if (picture === '' || picture.startsWith('/uploads/') || pictures.has(picture)) continue;
    pictures.set(picture, await storeOperatorPicture(ctx, await readFile(resolve(dirname(path), picture))));
  }
  const pathOf = (picture = '') => pictures.get(picture) ?? picture;
  const toLink = (link: NonNullable<ContentFile['menu']>[number]) => ({
    port: '',
    isShown: true,
    sort: 0,
    ...link,
    picture: pathOf(link.picture),
  });
  await publishContent(ctx, {
    articles: file.articles?.map((article) => ({
      position: 'help',
      isShown: true,
      sort: 0,
      ...article,
      texts: Object.fromEntries(
        Object.entries(article.texts).map(([language, text]) => [
          language,
          { summary: '', body: '', ...text },
        ]),
      ),
      picture: pathOf(article.picture),
    })),
    menu: file.menu?.map(toLink),
    explore: file.explore?.map(toLink),
    announcements: file.announcements?.map((row) => ({
      isShown: true,
      ...row,
      texts: Object.fromEntries(
        Object.entries(row.texts).map(([language, text]) => [language, { body: '', ...text }]),
      ),
    })),
  });
  console.log('Published.');
  return 0;
}

/** Deletes one row permanently. */
export async function unpublishRow(ctx: Ctx, [list, row, ...more]: readonly string[]): Promise<number> {
  if (!isList(list) || more.length > 0)
    throw new UsageError('Name a list (articles, menu, explore or announcements) and the id of a row.');
  const id = Number(row);
  if (!isId(id)) throw new UsageError('The id of a row is a whole number from 1.');
  await unpublish(ctx, list, id);
  console.log('Gone.');
  return 0;
}

function isList(text: string | undefined): text is keyof ContentFile {
  return text !== undefined && Object.hasOwn(ContentFile.properties, text);
}

function readContent(text: string, path: string): ContentFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `${path} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const check = Compile(ContentFile);
  if (check.Check(value)) return value;
  const [wrong] = check.Errors(value);
  throw new UsageError(`${path} cannot be published: ${wrong?.instancePath ?? ''} ${wrong?.message ?? ''}.`);
}
