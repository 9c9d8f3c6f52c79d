import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button, buttonLook } from '../../../ui/button.js';
import { useOwnSession } from '../../admin/index.js';
import { PersonLink } from '../../parts/person-link.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { signed, useQuotaName } from './quota-names.js';
import type { Person } from './standing.js';

const QuotaDialog = lazy(async () => ({ default: (await import('./quota-dialog.js')).QuotaDialog }));

/** A list of records with its heading; without rows, a line that says so. */
function Records({
  title,
  none,
  columns,
  count,
  children,
}: {
  readonly title: string;
  /** Shown in place of the table. */
  readonly none: string;
  readonly columns: readonly string[];
  readonly count: number;
  readonly children: ReactNode;
}) {
  if (count === 0)
    return (
      <section className="flex flex-wrap items-baseline gap-x-3">
        <h2 className="font-strong">{title}</h2>
        <p className="text-secondary">{none}</p>
      </section>
    );
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-title font-strong">{title}</h2>
      <Table label={title} columns={columns}>
        {children}
      </Table>
    </section>
  );
}

function useMoment(): (time: number) => string {
  const format = useFormatter();
  return (time) => format.dateTime(time, { dateStyle: 'medium', timeStyle: 'short' });
}

/** The sanctions, those in force first. */
export function Sanctions({ person: { sanctions } }: { readonly person: Person }) {
  const t = useTranslations('console.people');
  const moment = useMoment();
  const rows = sanctions.toSorted(
    (a, b) => Number(a.endedAt !== undefined) - Number(b.endedAt !== undefined),
  );
  return (
    <Records
      title={t('sanctions.title')}
      none={t('sanctions.none')}
      columns={[t('sanctions.kind'), t('sanctions.since'), t('sanctions.until'), t('sanctions.state')]}
      count={rows.length}
    >
      {rows.map(({ id, kind, createdAt, until, endedAt }) => (
        <Row key={id}>
          <Cell className="font-medium">{t(`standing.${kind}`)}</Cell>
          <Cell className="whitespace-nowrap text-secondary">{moment(createdAt)}</Cell>
          <Cell className="whitespace-nowrap text-secondary">
            {until === undefined ? t('sanctions.open') : moment(until)}
          </Cell>
          <Cell className="whitespace-nowrap">
            {endedAt === undefined ? (
              <span className="font-medium text-danger">{t('sanctions.inForce')}</span>
            ) : (
              <span className="text-secondary">{t('sanctions.ended', { time: moment(endedAt) })}</span>
            )}
          </Cell>
        </Row>
      ))}
    </Records>
  );
}

/** The reports about and by the person. Those about the person that are open lead to their decision. */
export function Reports({ person: { id, reportsAbout, reportsBy } }: { readonly person: Person }) {
  const t = useTranslations('console.people.reports');
  const { permissions } = useOwnSession();
  const isOpen = reportsAbout.some(({ state }) => state === 'open');
  return (
    <>
      <ReportList title={t('about')} none={t('noneAbout')} other={t('reporter')} reports={reportsAbout} />
      {isOpen && permissions.includes('reports') && (
        <Link
          to="/console/reports/$id"
          params={{ id: String(id) }}
          className={buttonLook('plain', 'self-start')}
        >
          {t('decide')}
        </Link>
      )}
      <ReportList title={t('by')} none={t('noneBy')} other={t('reported')} reports={reportsBy} />
    </>
  );
}

function ReportList({
  title,
  none,
  other,
  reports,
}: {
  readonly title: string;
  readonly none: string;
  readonly other: string;
  readonly reports: Person['reportsAbout'];
}) {
  const t = useTranslations('console.people.reports');
  const moment = useMoment();
  return (
    <Records
      title={title}
      none={none}
      columns={[t('time'), other, t('reason'), t('text'), t('state')]}
      count={reports.length}
    >
      {reports.map(({ id, createdAt, otherId, tag, text, isCase, state }) => (
        <Row key={id}>
          <Cell className="whitespace-nowrap text-secondary">{moment(createdAt)}</Cell>
          <Cell>
            <PersonLink id={otherId} />
          </Cell>
          <Cell className="whitespace-nowrap">{tag}</Cell>
          <Cell className="min-w-40 text-secondary wrap-anywhere">{text}</Cell>
          <Cell className="whitespace-nowrap">{isCase ? t(`states.${state}`) : t('block')}</Cell>
        </Row>
      ))}
    </Records>
  );
}

/** Where the person is signed in. */
export function Sessions({ person: { sessions } }: { readonly person: Person }) {
  const t = useTranslations('console.people.sessions');
  const format = useFormatter();
  const now = useNow();
  const moment = useMoment();
  return (
    <Records
      title={t('title')}
      none={t('none')}
      columns={[t('device'), t('platform'), t('since'), t('lastUse')]}
      count={sessions.length}
    >
      {sessions.map(({ id, device, platform, createdAt, lastUsedAt }) => (
        <Row key={id}>
          <Cell className="min-w-40 wrap-anywhere">{device || t('unknown')}</Cell>
          <Cell className="whitespace-nowrap text-secondary">{platform}</Cell>
          <Cell className="whitespace-nowrap text-secondary">{moment(createdAt)}</Cell>
          <Cell className="whitespace-nowrap text-secondary">
            {format.relativeTime(Math.min(lastUsedAt, now), now)}
          </Cell>
        </Row>
      ))}
    </Records>
  );
}

/** What the person has bought, and the way to all plans of the person. */
export function Purchases({ person: { id: personId, purchases } }: { readonly person: Person }) {
  const t = useTranslations('console.people.purchases');
  const moment = useMoment();
  const { permissions } = useOwnSession();
  return (
    <>
      <Records
        title={t('title')}
        none={t('none')}
        columns={[t('plan'), t('time'), t('store'), t('state')]}
        count={purchases.length}
      >
        {purchases.map(({ id, planCode, createdAt, platform, isConfirmed, isRefunded, isSandbox }) => (
          <Row key={id}>
            <Cell className="font-medium">{planCode}</Cell>
            <Cell className="whitespace-nowrap text-secondary">{moment(createdAt)}</Cell>
            <Cell className="whitespace-nowrap text-secondary">{t(`platforms.${platform}`)}</Cell>
            <Cell className="whitespace-nowrap">
              {[
                t(isRefunded ? 'refunded' : isConfirmed ? 'confirmed' : 'unconfirmed'),
                isSandbox && t('sandbox'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </Cell>
          </Row>
        ))}
      </Records>
      {permissions.includes('purchases') && (
        <Link to="/console/plans" search={{ person: personId }} className={buttonLook('plain', 'self-start')}>
          {t('manage')}
        </Link>
      )}
    </>
  );
}

/** The uses of quotas, and what staff gave. */
export function Ledger({ person: { id: personId, ledger } }: { readonly person: Person }) {
  const t = useTranslations('console.people.ledger');
  const moment = useMoment();
  const quotaName = useQuotaName();
  const { permissions } = useOwnSession();
  const [isGiving, setGiving] = useState(false);
  return (
    <>
      <Records
        title={t('title')}
        none={t('none')}
        columns={[t('quota'), t('time'), t('target'), t('refund')]}
        count={ledger.length}
      >
        {ledger.map(({ id, quota, createdAt, targetId, given, refundedAt }) => (
          <Row key={id}>
            <Cell>{quotaName(quota)}</Cell>
            <Cell className="whitespace-nowrap text-secondary">{moment(createdAt)}</Cell>
            <Cell>
              {targetId === undefined ? (
                t('byStaff', { amount: signed(given ?? 0) })
              ) : (
                <PersonLink id={targetId} />
              )}
            </Cell>
            <Cell className="whitespace-nowrap text-secondary">
              {refundedAt === undefined ? '–' : moment(refundedAt)}
            </Cell>
          </Row>
        ))}
      </Records>
      {permissions.includes('purchases') && (
        <Button className="self-start" onClick={() => setGiving(true)}>
          {t('give')}
        </Button>
      )}
      {isGiving && (
        <Suspense>
          <QuotaDialog person={personId} onClose={() => setGiving(false)} />
        </Suspense>
      )}
    </>
  );
}
