import type { ReactNode } from 'react';
import { useFormatter, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Notice } from '../../../ui/notice.js';
import { useRefusal } from '../../admin/index.js';
import { KeyHint } from '../../parts/key-hint.js';
import type { Item, Note } from './queue.js';

/** The decision about the open item, below why it came back or who else looks at it. One that is gone has none. */
export function Standing({
  lease,
  note,
  isReady,
  onNext,
  children,
}: {
  readonly lease: Item['lease'];
  /** Why it came back. */
  readonly note: Note | undefined;
  readonly isReady: boolean;
  readonly onNext: () => void;
  readonly children: ReactNode;
}) {
  const t = useTranslations('console.review');
  const format = useFormatter();
  const refusalOf = useRefusal();
  return (
    <div role="group" aria-label={t('decision')} aria-busy={!isReady} className="flex flex-col gap-3">
      {note && <Notice isError>{refusalOf(note.error)}</Notice>}
      {!note && lease && !lease.isOwn && (
        <Notice>{t('leasedUntil', { name: lease.name, time: format.dateTime(lease.until, 'time') })}</Notice>
      )}
      {note?.isGone ? (
        <Button onClick={onNext}>
          {t('next')}
          <KeyHint>J</KeyHint>
        </Button>
      ) : (
        children
      )}
    </div>
  );
}
