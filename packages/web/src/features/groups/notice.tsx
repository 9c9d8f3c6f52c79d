import { lazy, Suspense, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { useNotices } from './use-notices.js';

const NoticeBoard = lazy(async () => ({ default: (await import('./notice-board.js')).NoticeBoard }));

interface NoticeProps {
  readonly listId: string;
  readonly mayEdit: boolean;
}

/** What managers want everybody in the group to know: the notice at the top, or the newest one, and the way to all. */
export function Notice({ listId, mayEdit }: NoticeProps) {
  const t = useTranslations('groups');
  const { data } = useNotices(listId);
  const [isOpen, setOpen] = useState(false);
  if (data === undefined || (data.length === 0 && !mayEdit)) return null;
  return (
    <section>
      <h3 className="pb-1 text-small font-medium text-secondary">{t('notice')}</h3>
      {data[0] && <p className="line-clamp-6 whitespace-pre-wrap wrap-anywhere">{data[0].content}</p>}
      <Button look="quiet" className="-ms-4 h-9" onClick={() => setOpen(true)}>
        {data.length === 0 ? t('writeNotice') : t('allNotices', { count: data.length })}
      </Button>
      {isOpen && (
        <Suspense>
          <NoticeBoard listId={listId} notices={data} mayEdit={mayEdit} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </section>
  );
}
