import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { MessagesSquare, X } from 'lucide-react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Empty } from '../../../ui/empty.js';
import { Icon } from '../../../ui/icon.js';
import { SearchField } from '../../../ui/search-field.js';
import { ask, Loaded } from '../../admin/index.js';
import { chipLook } from '../../parts/chip-look.js';
import { Chips } from '../../parts/chips.js';
import { Page } from '../../parts/page.js';
import { Pager } from '../../parts/pager.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { ORDERS, paramsOf, SIZES, STATES, type GroupFilters } from './filters.js';

type Groups = Result<typeof admin.groups.list>;

/** The groups of the tenant. The address holds the search, the filters and the page. */
export function GroupsScreen() {
  const t = useTranslations('console.groups');
  const filters = useSearch({ from: '/console/groups' });
  const groups = useQuery({
    queryKey: ['groups', filters],
    queryFn: () => ask('GET', '/admin/groups', paramsOf(filters)),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('title')}>
      <div className="flex min-h-0 grow flex-col gap-3 px-4 pb-4 md:px-6">
        <Filters filters={filters} />
        <Loaded of={groups}>{(data) => <Rows groups={data} filters={filters} />}</Loaded>
      </div>
    </Page>
  );
}

function Filters({ filters }: { readonly filters: GroupFilters }) {
  const t = useTranslations('console.groups');
  const navigate = useNavigate();
  const { after: _, ...all } = filters;
  const { q = '', ...withoutText } = all;
  const { owner, ...ofAnybody } = all;
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2">
        <SearchField
          label={t('search')}
          value={q}
          className="w-full max-w-form"
          onChange={(text) =>
            void navigate({
              to: '/console/groups',
              search: { ...withoutText, ...(text !== '' && { q: text }) },
              replace: true,
            })
          }
        />
        <Chips
          to="/console/groups"
          label={t('order')}
          options={ORDERS}
          name="order"
          first="created"
          filters={all}
          wordsOf={(one) => t(`orders.${one}`)}
        />
      </div>
      <div className="flex shrink-0 flex-wrap items-center gap-2">
        <Chips
          to="/console/groups"
          label={t('size')}
          options={SIZES}
          name="min"
          filters={all}
          wordsOf={(min) => t('atLeast', { min })}
        />
        <Chips
          to="/console/groups"
          label={t('state')}
          options={STATES}
          name="state"
          filters={all}
          wordsOf={(one) => t(`states.${one}`)}
        />
        {owner !== undefined && (
          <Link
            to="/console/groups"
            search={ofAnybody}
            aria-label={t('removeOwner', { id: owner })}
            className={chipLook(true)}
          >
            {t('ownedBy', { id: owner })}
            <Icon of={X} size={16} />
          </Link>
        )}
      </div>
    </>
  );
}

function Rows({
  groups: { rows, next },
  filters,
}: {
  readonly groups: Groups;
  readonly filters: GroupFilters;
}) {
  const t = useTranslations('console.groups');
  const { after, ...all } = filters;
  if (rows.length === 0) return <Empty icon={MessagesSquare} title={t('empty')} />;
  return (
    <>
      <Table
        label={t('title')}
        columns={[t('name'), t('owner'), t('members'), t('lastMessage'), t('created')]}
        fills
      >
        {rows.map((group) => (
          <GroupRow key={group.id} group={group} filters={all} />
        ))}
      </Table>
      <Pager
        label={t('pages')}
        to="/console/groups"
        first={after !== undefined && all}
        next={next !== undefined && { ...all, after: next }}
        words={[t('firstPage'), t('nextPage')]}
      />
    </>
  );
}

function GroupRow({
  group: { id, name, ownerId, ownerName, members, createdAt, lastSentAt, closedAt },
  filters,
}: {
  readonly group: Groups['rows'][number];
  readonly filters: GroupFilters;
}) {
  const t = useTranslations('console.groups');
  const format = useFormatter();
  const now = useNow();
  return (
    <Row>
      <Cell className="min-w-48 font-medium wrap-anywhere">
        <Link
          to="/console/groups/$listId"
          params={{ listId: id }}
          className="hover:text-accent hover:underline"
        >
          {name || t('nameless')}
        </Link>
        {closedAt !== undefined && <span className="ps-2 text-small text-danger">{t('isClosed')}</span>}
      </Cell>
      <Cell className="whitespace-nowrap">
        {ownerId === undefined ? (
          <span className="text-secondary">{t('nobody')}</span>
        ) : (
          <Link
            to="/console/groups"
            search={{ ...filters, owner: ownerId }}
            className="hover:text-accent hover:underline"
          >
            {ownerName}
          </Link>
        )}
      </Cell>
      <Cell className="tabular-nums">{format.number(members)}</Cell>
      <Cell className="whitespace-nowrap text-secondary">
        {format.relativeTime(Math.min(lastSentAt, now), now)}
      </Cell>
      <Cell className="whitespace-nowrap text-secondary tabular-nums">
        {format.dateTime(createdAt, 'date')}
      </Cell>
    </Row>
  );
}
