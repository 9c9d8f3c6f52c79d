import { sql } from 'kysely';
import { bounds, type Ctx, type Tx } from '../kernel/index.js';
import type { Language } from '../outbox/index.js';

/** The place of an article: the help centre, or the page about the operator. */
export type ArticlePosition = 'help' | 'about';

/** The language of a text of an article; `all` is for readers of every language. */
export type TextLanguage = Language | 'all';

/** An article in one language. */
export interface ArticleText {
  readonly title: string;
  readonly summary: string;
  /** Sanitized HTML. */
  readonly body: string;
}

/** What an article says in one of its versions. */
export interface ArticleContent {
  readonly position: ArticlePosition;
  /** A path below `/uploads/`, or empty. */
  readonly picture: string;
  readonly isShown: boolean;
  readonly sort: number;
  readonly texts: Readonly<Partial<Record<TextLanguage, ArticleText>>>;
}

/** A published article in all languages. */
export interface Article extends ArticleContent {
  readonly id: number;
  readonly createdAt: number;
  /** 0 if never changed. */
  readonly updatedAt: number;
}

/** An article as a reader sees it. */
export interface ShownArticle extends Omit<Article, 'texts' | 'isShown'>, ArticleText {}

/** A version of an article, without what it says. */
export interface ArticleVersion {
  readonly version: number;
  /** When readers begin to see it; null for a draft. */
  readonly publishAt: number | null;
  readonly writtenBy: string;
  readonly createdAt: number;
}

/** What members see of an article now. */
export type ArticleState = 'unpublished' | 'shown' | 'hidden';

/** A row in the list of articles for editors. */
export interface ArticleRow {
  readonly id: number;
  readonly version: number;
  readonly position: ArticlePosition;
  readonly sort: number;
  /** The titles of the newest version by language. */
  readonly titles: Readonly<Partial<Record<TextLanguage, string>>>;
  readonly state: ArticleState;
  /** Whether the newest version is not published. */
  readonly hasDraft: boolean;
  /** When a newer version will be published. */
  readonly scheduledAt: number | null;
  readonly changedAt: number;
  readonly changedBy: string;
}

/** Which articles an editor looks for. */
export interface ArticleFilter {
  readonly text?: string | undefined;
  readonly position?: ArticlePosition | undefined;
  readonly state?: 'draft' | 'scheduled' | 'shown' | 'hidden' | undefined;
  readonly language?: Language | undefined;
  /** The list begins below the article with this id. */
  readonly before?: number | undefined;
}

/** A version to store. Without an id the article is new. */
export interface NewVersion extends ArticleContent {
  readonly id?: number | undefined;
  /** The version that its author has seen; if absent, whatever is the newest. */
  readonly seen?: number | undefined;
  readonly publishAt: number | null;
}

const POSITIONS = ['help', 'about'] as const;

/** The place of an article in words, of the rows `v` of versions. */
const positionOf = sql<ArticlePosition>`case v.position when 0 then 'help' else 'about' end`;

/** The version that readers see now, of the rows `a` of articles. */
function visibleVersion(ctx: Ctx) {
  return sql`
    select s.* from article_versions s
    where s.tenant_id = ${ctx.tenant.id} and s.article_id = a.id and s.publish_at <= ${ctx.now()}
    order by s.version desc limit 1
  `;
}

/** When a version changed what readers see; 0 for the first one. */
const updatedAt = sql`case when v.version = 1 then 0 else v.publish_at end`;

/** The published articles in all languages, also the hidden ones, by sort number, then newest first. */
export async function selectArticles(ctx: Ctx): Promise<Article[]> {
  const { rows } = await sql<Article>`
    select a.id, ${positionOf} as position, v.picture, v.is_shown as "isShown", v.sort, v.texts,
      a.created_at as "createdAt", ${updatedAt} as "updatedAt"
    from articles a cross join lateral (${visibleVersion(ctx)}) v
    where a.tenant_id = ${ctx.tenant.id}
    order by v.sort, a.id desc limit ${bounds.list.publishedRows}
  `.execute(ctx.db);
  return rows;
}

/** The visible articles in one place that have a text for readers of a language, like `selectArticles`. */
export async function selectShownArticles(
  ctx: Ctx,
  { position, language }: { position: ArticlePosition; language: Language },
): Promise<ShownArticle[]> {
  const { rows } = await sql<ShownArticle>`
    select a.id, ${positionOf} as position, v.picture, v.sort, a.created_at as "createdAt", ${updatedAt} as "updatedAt",
      t.text ->> 'title' as title, t.text ->> 'summary' as summary, t.text ->> 'body' as body
    from articles a cross join lateral (${visibleVersion(ctx)}) v
      cross join lateral (select coalesce(v.texts -> ${language}::text, v.texts -> 'all') as text) t
    where a.tenant_id = ${ctx.tenant.id} and v.is_shown and v.position = ${POSITIONS.indexOf(position)}
      and t.text is not null
    order by v.sort, a.id desc limit ${bounds.list.publishedRows}
  `.execute(ctx.db);
  return rows;
}

/** A visible article in a language, or in another one that it has; undefined if it is not visible. */
export async function selectShownArticle(
  ctx: Ctx,
  { id, language }: { id: number; language: Language },
): Promise<ShownArticle | undefined> {
  const { rows } = await sql<ShownArticle>`
    select a.id, ${positionOf} as position, v.picture, v.sort, a.created_at as "createdAt", ${updatedAt} as "updatedAt",
      t.text ->> 'title' as title, t.text ->> 'summary' as summary, t.text ->> 'body' as body
    from articles a cross join lateral (${visibleVersion(ctx)}) v
      cross join lateral (
        select value as text from jsonb_each(v.texts)
        order by key = ${language} desc, key = 'all' desc, key limit 1
      ) t
    where a.tenant_id = ${ctx.tenant.id} and a.id = ${id} and v.is_shown
  `.execute(ctx.db);
  return rows[0];
}

/** A page of articles for editors, newest first; one more than a page if there are more. */
export async function selectArticleRows(
  ctx: Ctx,
  { text, position, state, language, before }: ArticleFilter,
): Promise<ArticleRow[]> {
  const conditions = [
    ...(before === undefined ? [] : [sql`a.id < ${before}`]),
    ...(position === undefined ? [] : [sql`v.position = ${POSITIONS.indexOf(position)}`]),
    ...(language === undefined ? [] : [sql`v.texts ?| ${[language, 'all']}::text[]`]),
    ...(state === undefined ? [] : [inState[state]]),
    ...(text === undefined
      ? []
      : [
          sql`exists (
            select from jsonb_each(v.texts) t where strpos(lower(t.value ->> 'title'), lower(${text})) > 0
          )`,
        ]),
  ];
  const { rows } = await sql<ArticleRow>`
    select a.id, a.version, ${positionOf} as position, v.sort, ${stateColumns}
      (select jsonb_object_agg(key, value ->> 'title') from jsonb_each(v.texts)) as titles
    ${newestVersions(ctx)} and ${sql.join([sql`true`, ...conditions], sql` and `)}
    order by a.id desc limit ${bounds.list.articleRows + 1}
  `.execute(ctx.db);
  return rows;
}

const stateColumns = sql`
  case when s.version is null then 'unpublished' when s.is_shown then 'shown' else 'hidden' end as state,
  v.publish_at is null as "hasDraft", w.at as "scheduledAt", v.created_at as "changedAt", v.written_by as "changedBy",
`;

const inState = {
  draft: sql`v.publish_at is null`,
  scheduled: sql`w.at is not null`,
  shown: sql`coalesce(s.is_shown, false)`,
  hidden: sql`not coalesce(s.is_shown, true)`,
} as const;

/** Articles `a` with their newest version `v`, the visible one `s`, and when the next one will be published `w`; a condition may follow. */
function newestVersions(ctx: Ctx) {
  return sql`
    from articles a
      join article_versions v
        on v.tenant_id = ${ctx.tenant.id} and v.article_id = a.id and v.version = a.version
      left join lateral (${visibleVersion(ctx)}) s on true
      cross join lateral (
        select min(n.publish_at) as at from article_versions n
        where n.tenant_id = ${ctx.tenant.id} and n.article_id = a.id and n.publish_at > ${ctx.now()}
          and n.version > coalesce(s.version, 0)
      ) w
    where a.tenant_id = ${ctx.tenant.id}
  `;
}

/** An article with its newest version, or with an older one; undefined if there is none. */
export async function selectArticleVersion(
  ctx: Ctx,
  { id, version }: { id: number; version?: number | undefined },
): Promise<(ArticleContent & ArticleVersion & { id: number; newest: number }) | undefined> {
  const { rows } = await sql<ArticleContent & ArticleVersion & { id: number; newest: number }>`
    select a.id, a.version as newest, v.version, ${positionOf} as position, v.picture, v.is_shown as "isShown", v.sort,
      v.texts, v.publish_at as "publishAt", v.written_by as "writtenBy", v.created_at as "createdAt"
    from articles a join article_versions v
      on v.tenant_id = ${ctx.tenant.id} and v.article_id = a.id and v.version = coalesce(${version ?? null}, a.version)
    where a.tenant_id = ${ctx.tenant.id} and a.id = ${id}
  `.execute(ctx.db);
  return rows[0];
}

/** What members see of an article now, and its versions, newest first; undefined if there is no such article. */
export async function selectArticleHistory(
  ctx: Ctx,
  id: number,
): Promise<
  | {
      state: ArticleState;
      scheduledAt: number | null;
      shownVersion: number | null;
      versions: ArticleVersion[];
    }
  | undefined
> {
  const { rows } = await sql<{
    state: ArticleState;
    scheduledAt: number | null;
    shownVersion: number | null;
    versions: ArticleVersion[];
  }>`
    select ${stateColumns} s.version as "shownVersion", (
      select jsonb_agg(jsonb_build_object('version', h.version, 'publishAt', h.publish_at, 'writtenBy', h.written_by,
        'createdAt', h.created_at) order by h.version desc)
      from article_versions h where h.tenant_id = ${ctx.tenant.id} and h.article_id = a.id
    ) as versions
    ${newestVersions(ctx)} and a.id = ${id}
  `.execute(ctx.db);
  return rows[0];
}

/**
 * Stores new versions of articles, or new articles, each at most once. Returns those that were written: an article is
 * left out if it is not the tenant's, or if its newest version is not the one that the author has seen.
 */
export async function insertVersions(
  tx: Tx,
  versions: readonly NewVersion[],
  writtenBy: string,
): Promise<{ id: number; version: number }[]> {
  const given = versions.map((one) => ({ ...one, position: POSITIONS.indexOf(one.position) }));
  const { rows } = await sql<{ id: number; version: number }>`
    with given as materialized (
      select r.*, coalesce(r.id, nextval(pg_get_serial_sequence('articles', 'id'))::int) as article_id
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as r(id int, seen int, position smallint, picture text,
        "isShown" boolean, sort int, texts jsonb, "publishAt" bigint)
    ),
    added as (
      insert into articles (tenant_id, id, version, created_at) overriding system value
      select ${tx.tenant.id}, article_id, 1, ${tx.now()} from given where id is null
      returning id, version
    ),
    changed as (
      update articles a set version = a.version + 1
      from given r
      where a.tenant_id = ${tx.tenant.id} and a.id = r.id and a.version = coalesce(r.seen, a.version)
      returning a.id, a.version
    ),
    written as (select id, version from added union all select id, version from changed)
    insert into article_versions (tenant_id, article_id, version, position, picture, is_shown, sort, texts, publish_at,
      written_by, created_at)
    select ${tx.tenant.id}, w.id, w.version, r.position, r.picture, r."isShown", r.sort, r.texts, r."publishAt",
      ${writtenBy}, ${tx.now()}
    from given r join written w on w.id = r.article_id
    returning article_id as id, version
  `.execute(tx.db);
  return rows;
}

/** Deletes the oldest versions of an article beyond those that are kept; never one that readers may see. */
export async function deleteOldVersions(tx: Tx, id: number): Promise<void> {
  await sql`
    delete from article_versions v using articles a
    where a.tenant_id = ${tx.tenant.id} and a.id = ${id}
      and v.tenant_id = ${tx.tenant.id} and v.article_id = a.id
      and v.version <= a.version - ${bounds.list.articleVersions}
      and v.version < coalesce((
        select max(s.version) from article_versions s
        where s.tenant_id = ${tx.tenant.id} and s.article_id = a.id and s.publish_at <= ${tx.now()}
      ), a.version)
  `.execute(tx.db);
}

/** Makes drafts of the versions that were to be published later; returns false if another version is the newest. */
export async function updateToDrafts(
  tx: Tx,
  { id, version }: { id: number; version: number },
): Promise<boolean> {
  // Locks the article, so that nobody publishes in between.
  const { numUpdatedRows } = await tx.db
    .updateTable('articles')
    .set({ version })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await tx.db
    .updateTable('article_versions')
    .set({ publish_at: null })
    .where('tenant_id', '=', tx.tenant.id)
    .where('article_id', '=', id)
    .where('publish_at', '>', tx.now())
    .execute();
  return true;
}

/** Deletes an article with its versions; returns false if it does not exist, or if another version is the newest. */
export async function deleteArticle(
  tx: Tx,
  { id, version }: { id: number; version?: number | undefined },
): Promise<boolean> {
  let deletion = tx.db.deleteFrom('articles').where('tenant_id', '=', tx.tenant.id).where('id', '=', id);
  if (version !== undefined) deletion = deletion.where('version', '=', version);
  return (await deletion.executeTakeFirst()).numDeletedRows > 0n;
}
