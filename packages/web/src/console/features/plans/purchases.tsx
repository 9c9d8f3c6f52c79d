import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Receipt, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Empty } from '../../../ui/empty.js';
import { Icon } from '../../../ui/icon.js';
import { SearchField } from '../../../ui/search-field.js';
import { ask, Loaded } from '../../admin/index.js';
import { chipLook } from '../../parts/chip-look.js';
import { Pager } from '../../parts/pager.js';
import { PersonLink } from '../../parts/person-link.js';
import { Cell, Row, Table } from '../../parts/table.js';
import type { PurchaseFilters } from './rules.js';

const CheckDialog = lazy(async () => ({ default: (await import('./check-dialog.js')).CheckDialog }));

type Page = Result<typeof admin.purchases.list>;
export type Purchase = Page['rows'][number];

/** The purchases of the tenant, newest first, or those that the address asks for. */
export function Purchases({ onRevoke }: { readonly onRevoke: () => void }) {
  const t = useTranslations('console.plans');
  const filters = useSearch({ from: '/console/plans' });
  const { q: text, ...others } = filters;
  const purchases = useQuery({
    queryKey: ['purchases', filters],
    queryFn: () => ask('GET', '/admin/purchases', { ...others, ...(text !== undefined && { text }) }),
    placeholderData: keepPreviousData,
  });
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-title font-strong">{t('purchases')}</h2>
      <Filters filters={filters} onRevoke={onRevoke} />
      <Loaded of={purchases}>{(page) => <Rows page={page} filters={filters} />}</Loaded>
    </section>
  );
}

function Filters({
  filters,
  onRevoke,
}: {
  readonly filters: PurchaseFilters;
  readonly onRevoke: () => void;
}) {
  const t = useTranslations('console.plans');
  const navigate = useNavigate();
  const { before: _, q = '', ...others } = filters;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchField
        label={t('search')}
        value={q}
        className="w-full max-w-form"
        onChange={(text) =>
          void navigate({
            to: '/console/plans',
            search: { ...others, ...(text !== '' && { q: text }) },
            replace: true,
          })
        }
      />
      {others.person !== undefined && (
        <>
          <Link
            to="/console/plans"
            search={q === '' ? {} : { q }}
            aria-label={t('removePerson', { id: others.person })}
            className={chipLook(true)}
          >
            {t('ofPerson', { id: others.person })}
            <Icon of={X} size={16} />
          </Link>
          <Button look="danger" onClick={onRevoke}>
            {t('revoke.title')}
          </Button>
        </>
      )}
    </div>
  );
}

function Rows({ page: { rows, next }, filters }: { readonly page: Page; readonly filters: PurchaseFilters }) {
  const t = useTranslations('console.plans');
  const [checked, setChecked] = useState<Purchase>();
  const { before, ...all } = filters;
  if (rows.length === 0) return <Empty icon={Receipt} title={t('empty')} />;
  return (
    <>
      <Table
        label={t('purchases')}
        columns={[
          t('time'),
          t('buyer'),
          t('plan'),
          t('store'),
          t('transaction'),
          t('ends'),
          t('state'),
          t('actions'),
        ]}
      >
        {rows.map((purchase) => (
          <PurchaseRow key={purchase.id} purchase={purchase} onCheck={() => setChecked(purchase)} />
        ))}
      </Table>
      <Pager
        label={t('pages')}
        to="/console/plans"
        first={before !== undefined && all}
        next={next !== undefined && { ...all, before: next }}
        words={[t('newest'), t('older')]}
      />
      {checked && (
        <Suspense>
          <CheckDialog purchase={checked} onClose={() => setChecked(undefined)} />
        </Suspense>
      )}
    </>
  );
}

function PurchaseRow({
  purchase: { id, createdAt, person, planCode, amount, platform, transactionId, endsAt, ...state },
  onCheck,
}: {
  readonly purchase: Purchase;
  readonly onCheck: () => void;
}) {
  const t = useTranslations('console.plans');
  const format = useFormatter();
  return (
    <Row>
      <Cell className="whitespace-nowrap text-secondary tabular-nums">
        {format.dateTime(createdAt, { dateStyle: 'short', timeStyle: 'short' })}
      </Cell>
      <Cell className="min-w-32 wrap-anywhere">
        <Link
          to="/console/plans"
          search={{ person: person.id }}
          className="rounded-joint font-medium hover:text-accent hover:underline"
        >
          {person.nickname || person.username}
        </Link>
        <span className="block text-small">
          <PersonLink id={person.id} />
        </span>
      </Cell>
      <Cell className="whitespace-nowrap">
        {planCode}
        <span className="block text-small text-secondary">{amount}</span>
      </Cell>
      <Cell className="whitespace-nowrap">{t(`platforms.${platform}`)}</Cell>
      <Cell className="max-w-56 min-w-32 text-small text-secondary wrap-anywhere">{transactionId}</Cell>
      <Cell className="whitespace-nowrap text-secondary">{format.dateTime(endsAt, 'date')}</Cell>
      <Cell className="whitespace-nowrap">
        <State {...state} />
      </Cell>
      <Cell>
        <Button className="-my-1 h-9 px-3 text-small" aria-label={t('checkOf', { id })} onClick={onCheck}>
          {t('check.action')}
        </Button>
      </Cell>
    </Row>
  );
}

/** What became of a purchase, the worst first. */
function State({
  isRefunded,
  isRevoked,
  isSandbox,
  confirmedAt,
}: Pick<Purchase, 'isRefunded' | 'isRevoked' | 'isSandbox' | 'confirmedAt'>) {
  const t = useTranslations('console.plans.states');
  const [look, text] = isRefunded
    ? (['text-danger', t('refunded')] as const)
    : isRevoked
      ? (['text-danger', t('revoked')] as const)
      : confirmedAt === undefined
        ? (['text-warning', t('unconfirmed')] as const)
        : (['text-good', t('confirmed')] as const);
  return (
    <>
      <span className={look}>{text}</span>
      {isSandbox && <span className="block text-small text-secondary">{t('sandbox')}</span>}
    </>
  );
}
