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
import { chipLook } from '../../parts/chip-look.js';
import { Page } from '../../parts/page.js';
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
        label={t('state')}
        options={STATES}
        name="state"
        filters={all}
        wordsOf={(one) => t(`states.${one}`)}
      />
      <Chips
        label={t('position')}
        options={POSITIONS}
        name="position"
        filters={all}
        wordsOf={(one) => t(`positions.${one}`)}
      />
    </div>
  );
}

/** Values of one filter of which one applies at most, until it is pressed again. */
function Chips<N extends 'state' | 'position', V extends NonNullable<ArticleFilters[N]>>({
  label,
  options,
  name,
  filters,
  wordsOf,
}: {
  readonly label: string;
  readonly options: readonly V[];
  readonly name: N;
  readonly filters: ArticleFilters;
  readonly wordsOf: (option: V) => string;
}) {
  const { [name]: present, ...others } = filters;
  return (
    <div role="group" aria-label={label} className="flex flex-wrap gap-2">
      {options.map((option) => {
        const isOn = option === present;
        return (
          <Link
            key={option}
            to="/console/content"
            search={isOn ? others : { ...others, [name]: option }}
            activeProps={{ 'aria-current': undefined }}
            aria-current={isOn || undefined}
            className={chipLook(isOn)}
          >
            {wordsOf(option)}
          </Link>
        );
      })}
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
      {(before !== undefined || next !== undefined) && (
        <nav aria-label={t('pages')} className="flex shrink-0 gap-2">
          {before !== undefined && (
            <Link to="/console/content" search={all} className={buttonLook('plain')}>
              {t('newest')}
            </Link>
          )}
          {next !== undefined && (
            <Link to="/console/content" search={{ ...all, before: next }} className={buttonLook('plain')}>
              {t('older')}
            </Link>
          )}
        </nav>
      )}
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
