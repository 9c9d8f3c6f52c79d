import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Eye } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button, buttonLook } from '../../../ui/button.js';
import { classes } from '../../../ui/classes.js';
import { Icon } from '../../../ui/icon.js';
import { ask, queries, useAction } from '../../admin/index.js';

export const OPENINGS = ['openings'];

/** Says on every other page which messages the reader has left open, and ends that. */
export function OpenElsewhere() {
  const t = useTranslations('console.messages');
  const now = useNow();
  const { opening } = useSearch({ strict: false });
  const { data = [] } = useQuery({
    queryKey: OPENINGS,
    queryFn: () => ask('GET', '/admin/messages/openings'),
  });
  return data
    .filter(({ id, until }) => id !== opening && until > now)
    .map(({ id, conversation, until }) => (
      <OpenBanner key={id} id={id} until={until} isElsewhere className="mx-4 mt-2 md:mx-6">
        <Link to="/console/messages" search={{ conversation, opening: id }} className={buttonLook('plain')}>
          {t('showOpen')}
        </Link>
      </OpenBanner>
    ));
}

/** Says until when messages are open, and ends that early. */
export function OpenBanner({
  id,
  until,
  isElsewhere = false,
  className,
  children,
  onClosed,
}: {
  readonly id: number;
  readonly until: number;
  /** The messages are not on this page. */
  readonly isElsewhere?: boolean;
  readonly className: string;
  /** Beside the button that ends it. */
  readonly children?: ReactNode;
  readonly onClosed?: () => Promise<void>;
}) {
  const t = useTranslations('console.messages');
  const format = useFormatter();
  const now = useNow();
  const { isBusy, refusal, act } = useAction();

  async function close(): Promise<void> {
    try {
      await ask('DELETE', '/admin/messages/openings/{id}', { id });
    } finally {
      await queries.invalidateQueries({ queryKey: OPENINGS });
    }
    await onClosed?.();
  }

  const minutes = Math.max(0, Math.ceil((until - now) / 60_000));
  return (
    <div
      role="status"
      className={classes(
        'flex shrink-0 flex-wrap items-center justify-between gap-3 rounded-card border border-warning bg-panel px-4 py-2',
        className,
      )}
    >
      <p className="flex min-w-0 items-center gap-3">
        <span className="text-warning">
          <Icon of={Eye} />
        </span>
        <span>
          {t(isElsewhere ? 'bannerElsewhere' : 'banner', { time: format.dateTime(until, 'time'), minutes })}
          {refusal !== undefined && <span className="block text-danger">{refusal}</span>}
        </span>
      </p>
      <div className="flex flex-wrap gap-2">
        {children}
        <Button isBusy={isBusy} onClick={() => void act(close)}>
          {t('closeNow')}
        </Button>
      </div>
    </div>
  );
}
