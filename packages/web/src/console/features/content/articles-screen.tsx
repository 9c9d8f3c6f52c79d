import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { FilePlus, Newspaper } from 'lucide-react';
import type { admin, Result } from '@kith/contract';
import { LANGUAGES, LANGUAGE_NAMES } from '../../../client/languages.js';
import { useFormatter, useLocale, useTranslations } from '../../../text/index.js';
import { buttonLook } from '../../../ui/button.js';
import { Empty } from '../../../ui/empty.js';
import { Icon } from '../../../ui/icon.js';
import { SearchField } from '../../../ui/search-field.js';
import { ask, Loaded } from '../../admin/index.js';
import { Chips } from '../../parts/chips.js';
import { Page } from '../../parts/page.js';
import { Pager } from '../../parts/pager.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { titleOf } from './drafts.js';
import { paramsOf, POSITIONS, STATES, type ArticleFilters } from './filters.js';
import { Sections } from './sections.js';
import { StateWords } from './state-words.js';

type Articles = Result<typeof admin.content.listArticles>;

/** The articles of the tenant. The address holds the search, the filters and the page. */
export function ArticlesScreen() {
  const t = useTranslations('console.content');
  const filters = useSearch({ from: '/console/content' });
  const articles = useQuery({
    queryKey: ['articles', filters],
    queryFn: () => ask('GET', '/admin/content/articles', paramsOf(filters)),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title={t('title')}
      end={
        <Link
          to="/console/content/articles/$articleId"
          params={{ articleId: 'new' }}
          className={buttonLook('main', 'shrink-0')}
        >
          <Icon of={FilePlus} />
          {t('add')}
        </Link>
      }
    >
      <div className="flex min-h-0 grow flex-col gap-3 px-4 pb-4 md:px-6">
        <Sections present="articles" />
        <Filters filters={filters} />
        <Loaded of={articles}>{(data) => <Rows articles={data} filters={filters} />}</Loaded>
      </div>
    </Page>
  );
}

function Filters({ filters }: { readonly filters: ArticleFilters }) {
  const t = useTranslations('console.content');
  const navigate = useNavigate();
  const { before: _, ...all } = filters;
  const { q = '', ...withoutText } = all;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2">
      <SearchField
        label={t('search')}
        value={q}
        className="w-full max-w-form"
        onChange={(text) =>
          void navigate({
            to: '/console/content',
            search: { ...withoutText, ...(text !== '' && { q: text }) },
            replace: true,
          })
        }
      />
      <Chips
        to="/console/content"
        label={t('state')}
        options={STATES}
        name="state"
        filters={all}
        wordsOf={(one) => t(`states.${one}`)}
      />
      <Chips
        to="/console/content"
        label={t('position')}
        options={POSITIONS}
        name="position"
        filters={all}
        wordsOf={(one) => t(`positions.${one}`)}
      />
    </div>
  );
}

function Rows({
  articles: { rows, next },
  filters,
}: {
  readonly articles: Articles;
  readonly filters: ArticleFilters;
}) {
  const t = useTranslations('console.content');
  const { before, ...all } = filters;
  if (rows.length === 0)
    return (
      <Empty
        icon={Newspaper}
        title={t(Object.keys(all).length > 0 ? 'noMatch' : 'empty')}
        {...(Object.keys(all).length === 0 && { hint: t('emptyHint') })}
      />
    );
  return (
    <>
      <Table
        label={t('title')}
        columns={[t('titleOfText'), t('languages'), t('position'), t('state'), t('changed')]}
        fills
      >
        {rows.map((row) => (
          <ArticleRow key={row.id} row={row} />
        ))}
      </Table>
      <Pager
        label={t('pages')}
        to="/console/content"
        first={before !== undefined && all}
        next={next !== undefined && { ...all, before: next }}
        words={[t('newest'), t('older')]}
      />
    </>
  );
}

function ArticleRow({ row }: { readonly row: Articles['rows'][number] }) {
  const t = useTranslations('console.content');
  const locale = useLocale();
  const format = useFormatter();
  return (
    <Row>
      <Cell className="min-w-48 font-medium wrap-anywhere">
        <Link
          to="/console/content/articles/$articleId"
          params={{ articleId: String(row.id) }}
          className="hover:text-accent hover:underline"
        >
          {titleOf(row.titles, locale)}
        </Link>
      </Cell>
      <Cell className="text-small whitespace-nowrap text-secondary">
        {row.titles.all === undefined
          ? LANGUAGES.filter((one) => row.titles[one] !== undefined)
              .map((one) => LANGUAGE_NAMES[one])
              .join(' · ')
          : t('all')}
      </Cell>
      <Cell className="whitespace-nowrap text-secondary">{t(`positions.${row.position}`)}</Cell>
      <Cell className="whitespace-nowrap">
        <StateWords of={row} />
      </Cell>
      <Cell className="whitespace-nowrap text-secondary">
        {format.dateTime(row.changedAt, { dateStyle: 'medium', timeStyle: 'short' })}
        <span className="block text-small">{row.changedBy}</span>
      </Cell>
    </Row>
  );
}
