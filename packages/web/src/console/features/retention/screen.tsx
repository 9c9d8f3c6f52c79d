import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { admin, Params, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { ask, Loaded, useAction } from '../../admin/index.js';
import { Page } from '../../parts/page.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { useAmounts } from '../../parts/use-amounts.js';

type Retained = Result<typeof admin.retention.list>[number];
type DryRunOf = Params<typeof admin.retention.preview>;
type Found = Result<typeof admin.retention.preview>;

/** What is kept for how long, and what a shorter time would delete. */
export function RetentionScreen() {
  const t = useTranslations('console.retention');
  const kinds = useQuery({ queryKey: ['retention'], queryFn: () => ask('GET', '/admin/retention') });
  return (
    <Page title={t('title')}>
      <div className="relative flex min-h-0 grow flex-col gap-3 overflow-y-auto px-4 pb-6 md:px-6">
        <p className="max-w-pane text-small text-secondary">{t('hint')}</p>
        <Loaded of={kinds}>
          {(data) => (
            <Table
              label={t('title')}
              columns={[t('kind'), t('keptFor'), t('stored'), t('oldest'), t('dryRun')]}
            >
              {data.map((one) => (
                <KindRow key={one.kind} of={one} />
              ))}
            </Table>
          )}
        </Loaded>
      </div>
    </Page>
  );
}

/** Words for a number of rows, with the size of their files if it is known. */
function useAmount(): (found: { rows: number; bytes?: number | undefined }) => string {
  const t = useTranslations('console.retention');
  const amounts = useAmounts();
  return ({ rows, bytes }) => {
    const number = amounts.counted(rows);
    return bytes === undefined
      ? t('rows', { count: rows, number })
      : t('rowsOfSize', { count: rows, number, size: amounts.bytes(bytes) });
  };
}

function KindRow({ of: { kind, days, setting, counts, rows, bytes, oldestAt } }: { readonly of: Retained }) {
  const t = useTranslations('console.retention');
  const format = useFormatter();
  const amountOf = useAmount();
  const now = useNow();
  const period = t('days', { days });
  return (
    <Row>
      <Cell className="min-w-48 font-medium">{t(`kinds.${kind}`)}</Cell>
      <Cell className="whitespace-nowrap">
        {setting === undefined ? (
          <span className="text-secondary">{t('fixed', { period })}</span>
        ) : (
          <Link to="/console/settings" search={{ q: setting }} className="text-accent hover:underline">
            {period}
          </Link>
        )}
      </Cell>
      <Cell className="whitespace-nowrap tabular-nums">{amountOf({ rows, bytes })}</Cell>
      <Cell className="whitespace-nowrap text-secondary">
        {oldestAt === undefined ? '–' : format.relativeTime(Math.min(oldestAt, now), now)}
      </Cell>
      <Cell className="min-w-64">
        {counts === undefined ? (
          <span className="text-small text-secondary">{t('noSetting')}</span>
        ) : (
          <DryRun kind={kind as DryRunOf['kind']} days={days} counts={counts} />
        )}
      </Cell>
    </Row>
  );
}

function DryRun({
  kind,
  days,
  counts,
}: {
  readonly kind: DryRunOf['kind'];
  readonly days: number;
  readonly counts: 'all' | 'new';
}) {
  const t = useTranslations('console.retention');
  const amountOf = useAmount();
  const { act, isBusy, refusal } = useAction();
  const [shorter, setShorter] = useState(String(Math.max(1, Math.floor(days / 2))));
  const [found, setFound] = useState<Found & { readonly days: number }>();
  const wanted = Number(shorter);
  return (
    <form
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void act(async () => {
          setFound({
            days: wanted,
            ...(await ask('GET', '/admin/retention/preview', { kind, days: wanted })),
          });
        });
      }}
    >
      <input
        type="number"
        required
        min={0}
        max={36_500}
        step={1}
        aria-label={t('shorter', { kind: t(`kinds.${kind}`) })}
        value={shorter}
        onChange={({ target }) => {
          setShorter(target.value);
          setFound(undefined);
        }}
        className="h-11 w-24 rounded-control border border-edge bg-panel px-2 tabular-nums"
      />
      <span className="text-small text-secondary">{t('unit', { count: wanted })}</span>
      <Button type="submit" isBusy={isBusy}>
        {t('try')}
      </Button>
      <output className="text-small">
        {refusal ??
          (found &&
            t(counts === 'all' ? 'wouldDelete' : 'willEnd', {
              amount: amountOf(found),
              days: found.days,
            }))}
      </output>
      {counts === 'new' && <p className="basis-full text-small text-secondary">{t('onlyNew')}</p>}
    </form>
  );
}
