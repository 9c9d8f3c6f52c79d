import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { ask, Loaded, useAction } from '../../admin/index.js';
import { Page } from '../../parts/page.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { useAmounts } from '../../parts/use-amounts.js';

type Retained = Result<typeof admin.retention.list>[number];
/** The kinds of which a shorter time deletes what is stored. */
type Shortened = 'audit' | 'age_group_changes';

/** The server counts no further. */
const COUNTED = 10_000;

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

function useCount(): (rows: number) => string {
  const format = useFormatter();
  return (rows) => (rows >= COUNTED ? `${format.number(COUNTED)}+` : format.number(rows));
}

function KindRow({ of: { kind, days, setting, counts, rows, bytes, oldestAt } }: { readonly of: Retained }) {
  const t = useTranslations('console.retention');
  const format = useFormatter();
  const amounts = useAmounts();
  const countOf = useCount();
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
      <Cell className="whitespace-nowrap tabular-nums">
        {t('rows', { count: rows, number: countOf(rows) })}
        {bytes !== undefined && <span className="text-secondary">, {amounts.bytes(bytes)}</span>}
      </Cell>
      <Cell className="whitespace-nowrap text-secondary">
        {oldestAt === undefined ? '–' : format.relativeTime(Math.min(oldestAt, now), now)}
      </Cell>
      <Cell className="min-w-64">
        {counts === 'all' ? (
          <DryRun kind={kind as Shortened} days={days} />
        ) : (
          <span className="text-small text-secondary">{t(counts === 'new' ? 'onlyNew' : 'noSetting')}</span>
        )}
      </Cell>
    </Row>
  );
}

function DryRun({ kind, days }: { readonly kind: Shortened; readonly days: number }) {
  const t = useTranslations('console.retention');
  const countOf = useCount();
  const { act, isBusy, refusal } = useAction();
  const [shorter, setShorter] = useState(String(Math.max(1, Math.floor(days / 2))));
  const [found, setFound] = useState<{ readonly days: number; readonly rows: number }>();
  const wanted = Number(shorter);
  return (
    <form
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void act(async () => {
          const { rows } = await ask('GET', '/admin/retention/preview', { kind, days: wanted });
          setFound({ days: wanted, rows });
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
          (found && t('wouldDelete', { count: found.rows, number: countOf(found.rows), days: found.days }))}
      </output>
    </form>
  );
}
