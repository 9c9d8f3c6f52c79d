import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { useAmounts } from '../../parts/use-amounts.js';
import type { Overview } from './screen.js';
import { Way, type WayName } from './way.js';

/** Where each kind is looked after. */
const WAYS = {
  chat_files: 'retention',
  evidence: 'retention',
  moments: 'moments',
  photos: 'photos',
  old_photos: 'retention',
  videos: 'videos',
  avatars: 'people',
  data_exports: 'retention',
} as const satisfies Readonly<Record<Overview['storage'][number]['kind'], WayName>>;

/** What the tenant stores of each kind, and when it was summed. */
export function Storage({ of: { storage, summedAt } }: { readonly of: Overview }) {
  const t = useTranslations('console.overview.storage');
  const format = useFormatter();
  const amounts = useAmounts();
  const now = useNow();
  if (summedAt === undefined) return null;
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-title font-strong">
        {t('title')}
        <span className="ps-2 text-small font-normal text-secondary">
          {t('summed', { time: format.relativeTime(Math.min(summedAt, now), now) })}
        </span>
      </h2>
      <div className="max-w-pane">
        <Table label={t('title')} columns={[t('kind'), t('number'), t('size')]}>
          {storage.map(({ kind, amount, bytes }) => (
            <Row key={kind}>
              <Cell className="font-medium">
                <Way to={WAYS[kind]}>{t(`kinds.${kind}`)}</Way>
              </Cell>
              <Cell className="tabular-nums">{format.number(amount)}</Cell>
              <Cell className="tabular-nums">{bytes === undefined ? '–' : amounts.bytes(bytes)}</Cell>
            </Row>
          ))}
        </Table>
      </div>
    </section>
  );
}
