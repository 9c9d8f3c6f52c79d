import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Download, ScrollText, X } from 'lucide-react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { classes } from '../../../ui/classes.js';
import { Empty } from '../../../ui/empty.js';
import { Icon } from '../../../ui/icon.js';
import { ask, Loaded } from '../../admin/index.js';
import { chipLook } from '../../parts/chip-look.js';
import { Page } from '../../parts/page.js';
import { Pager } from '../../parts/pager.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { changesOf } from './changes.js';
import { exportUrlOf, paramsOf, PERIODS, type AuditFilters } from './filters.js';
import { OpenObject } from './open-object.js';

type Entries = Result<typeof admin.audit.list>;
type Entry = Entries['rows'][number];

/** What staff and commands have changed, newest first. The address holds the filters and the page. */
export function AuditScreen() {
  const t = useTranslations('console.audit');
  const filters = useSearch({ from: '/console/audit' });
  const entries = useQuery({
    queryKey: ['audit', filters],
    queryFn: () => ask('GET', '/admin/audit', paramsOf(filters, Date.now())),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('title')} end={<Exports filters={filters} />}>
      <div className="flex min-h-0 grow flex-col gap-3 px-4 pb-4 md:px-6">
        <Filters filters={filters} rows={entries.data?.rows ?? []} />
        <Loaded of={entries}>{(data) => <Rows entries={data} filters={filters} />}</Loaded>
      </div>
    </Page>
  );
}

/** Links, because a browser writes a file as it arrives. */
function Exports({ filters }: { readonly filters: AuditFilters }) {
  const t = useTranslations('console.audit');
  const now = useNow();
  return (
    <div role="group" aria-label={t('export')} className="flex shrink-0 items-center gap-2">
      {(['csv', 'jsonl'] as const).map((format) => (
        <a key={format} href={exportUrlOf(filters, format, now)} download className={chipLook(false)}>
          <Icon of={Download} size={16} />
          {t(`formats.${format}`)}
        </a>
      ))}
    </div>
  );
}

function Filters({ filters, rows }: { readonly filters: AuditFilters; readonly rows: readonly Entry[] }) {
  const t = useTranslations('console.audit');
  const { before: _, ...all } = filters;
  const { days: __, ...ofAnyTime } = all;
  const { staffId, action, objectKind, objectId } = all;
  const chips: readonly { readonly text: string; readonly without: AuditFilters }[] = [
    ...(staffId === undefined ? [] : [{ text: nameOf(staffId, rows), without: leave(all, 'staffId') }]),
    ...(action === undefined ? [] : [{ text: action, without: leave(all, 'action') }]),
    ...(objectKind === undefined && objectId === undefined
      ? []
      : [
          {
            text: [objectKind, objectId].filter(Boolean).join(' '),
            without: leave(leave(all, 'objectKind'), 'objectId'),
          },
        ]),
  ];
  return (
    <div role="group" aria-label={t('filters')} className="flex shrink-0 flex-wrap items-center gap-2">
      {[undefined, ...PERIODS].map((days) => (
        <Link
          key={days ?? 0}
          to="/console/audit"
          search={{ ...ofAnyTime, ...(days !== undefined && { days }) }}
          // Two searches of which one contains the other are not the same filter.
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ 'aria-current': undefined }}
          aria-current={days === all.days ? 'true' : undefined}
          className={chipLook(days === all.days)}
        >
          {days === undefined ? t('always') : t('days', { days })}
        </Link>
      ))}
      {chips.map(({ text, without }) => (
        <Link
          key={text}
          to="/console/audit"
          search={without}
          aria-label={t('removeFilter', { filter: text })}
          className={chipLook(true, 'max-w-64')}
        >
          <span className="truncate">{text}</span>
          <Icon of={X} size={16} />
        </Link>
      ))}
      {chips.length === 0 && <p className="ps-1 text-small text-secondary">{t('filterHint')}</p>}
    </div>
  );
}

function leave(filters: AuditFilters, name: keyof AuditFilters): AuditFilters {
  const { [name]: _, ...rest } = filters;
  return rest;
}

/** The name is that of the rows: nothing else knows those who were removed. */
function nameOf(staffId: number, rows: readonly Entry[]): string {
  return rows.find((row) => row.staffId === staffId)?.staffName ?? `#${staffId}`;
}

function Rows({
  entries: { rows, next },
  filters,
}: {
  readonly entries: Entries;
  readonly filters: AuditFilters;
}) {
  const t = useTranslations('console.audit');
  const { before, ...all } = filters;
  if (rows.length === 0) return <Empty icon={ScrollText} title={t('empty')} />;
  return (
    <>
      <Table
        label={t('title')}
        columns={[t('time'), t('who'), t('action'), t('object'), t('change'), t('address')]}
        fills
      >
        {rows.map((entry) => (
          <EntryRow key={entry.id} entry={entry} filters={all} />
        ))}
      </Table>
      <Pager
        label={t('pages')}
        to="/console/audit"
        first={before !== undefined && all}
        next={next !== undefined && { ...all, before: next }}
        words={[t('newest'), t('older')]}
      />
    </>
  );
}

function EntryRow({ entry, filters }: { readonly entry: Entry; readonly filters: AuditFilters }) {
  const t = useTranslations('console.audit');
  const format = useFormatter();
  const { staffId, staffName, action, objectKind, objectId } = entry;
  const filterLook = 'rounded-joint hover:text-accent hover:underline';
  const formatTime = (time: number) => format.dateTime(time, { dateStyle: 'short', timeStyle: 'medium' });
  return (
    <Row>
      <Cell className="whitespace-nowrap text-secondary tabular-nums">
        <time dateTime={new Date(entry.at).toISOString()}>{formatTime(entry.at)}</time>
      </Cell>
      <Cell className="whitespace-nowrap">
        {staffId === undefined ? (
          staffName || t('command')
        ) : (
          <Link to="/console/audit" search={{ ...filters, staffId }} className={filterLook}>
            {staffName}
          </Link>
        )}
      </Cell>
      <Cell className="whitespace-nowrap">
        <Link
          to="/console/audit"
          search={{ ...filters, action }}
          className={classes(filterLook, 'font-medium')}
        >
          {action}
        </Link>
      </Cell>
      <Cell className="whitespace-nowrap">
        {objectKind !== undefined && objectId !== undefined && (
          <span className="flex items-center gap-3">
            <Link to="/console/audit" search={{ ...filters, objectKind, objectId }} className={filterLook}>
              {objectKind} {objectId}
            </Link>
            <OpenObject kind={objectKind} id={objectId} />
          </span>
        )}
      </Cell>
      <Cell className="min-w-48 text-small text-secondary wrap-anywhere">
        {changesOf(entry.before, entry.after, formatTime).map((line) => (
          <span key={line} className="block">
            {line}
          </span>
        ))}
      </Cell>
      <Cell className="whitespace-nowrap text-secondary tabular-nums">{entry.address}</Cell>
    </Row>
  );
}
