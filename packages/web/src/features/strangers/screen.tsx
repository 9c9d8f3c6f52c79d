import { MailOpen } from 'lucide-react';
import { useState } from 'react';
import type { apiShapes } from '@kith/contract';
import { useTranslations } from '../../text/index.js';
import { ReturnLink } from '../../ui/back-link.js';
import { Empty } from '../../ui/empty.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { Loaded } from '../account/index.js';
import { QuotaRow, useStrangers } from '../discover/index.js';
import { StrangerRow } from './stranger-row.js';

type Row = apiShapes.ChannelRow;

/** The box of strangers: who wrote, but not what, until the reader spends a key or answers. */
export function StrangersScreen() {
  const t = useTranslations('strangers');
  const app = useTranslations('app');
  const strangers = useStrangers();
  // What was unlocked here leaves the server's box, but stays where the reader has found it.
  const [unlocked, setUnlocked] = useState<readonly Row[]>([]);
  return (
    <main id="content" tabIndex={-1} className="flex min-w-0 grow flex-col outline-none">
      <header className="flex items-center gap-2 px-4 head">
        <ReturnLink to="/discover" label={app('back')} isAlways />
        <h1 className="min-w-0 grow truncate text-head font-strong">{t('title')}</h1>
        <QuotaRow />
      </header>
      <div className="min-h-0 grow overflow-y-auto overscroll-contain">
        <div className="mx-auto flex min-h-full w-full max-w-160 flex-col gap-3 p-4">
          <Loaded of={strangers} loading={<SkeletonRows count={5} />} failed={t('failed')}>
            {({ list }) => (
              <Rows rows={merge(list, unlocked)} onUnlocked={(row) => setUnlocked((all) => [...all, row])} />
            )}
          </Loaded>
        </div>
      </div>
    </main>
  );
}

function Rows({
  rows,
  onUnlocked,
}: {
  readonly rows: readonly Row[];
  readonly onUnlocked: (row: Row) => void;
}) {
  const t = useTranslations('strangers');
  if (rows.length === 0) return <Empty icon={MailOpen} title={t('empty')} hint={t('emptyHint')} />;
  return (
    <>
      <p className="text-small text-secondary">{t('explanation')}</p>
      <ul className="flex flex-col gap-3">
        {rows.map((row) => (
          <li key={row.channel_id}>
            <StrangerRow row={row} onUnlocked={() => onUnlocked(row)} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Super waves first, then the latest; those unlocked keep their place. */
function merge(list: readonly Row[], unlocked: readonly Row[]): Row[] {
  const ids = new Set(unlocked.map(({ channel_id }) => channel_id));
  return [...list.filter(({ channel_id }) => !ids.has(channel_id)), ...unlocked].toSorted(
    (a, b) => Number(b.is_wave === 2) - Number(a.is_wave === 2) || b.channel_ts - a.channel_ts,
  );
}
