import { useEffect, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { useAccount } from '../account/index.js';

/** At most one announcement in this time. */
const PAUSE_MS = 1000;

/** Says, to those who listen to the page, how many messages of others have arrived in the open chat. */
export function Announcer({ listId }: { readonly listId: string }) {
  const t = useTranslations('chat');
  const { entries, session } = useAccount();
  const [count, setCount] = useState(0);
  useEffect(() => {
    let arrived = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = entries.listen(({ listId: to, entry }) => {
      if (to !== listId || entry.kind !== 'message' || entry.from === session.userId) return;
      arrived++;
      timer ??= setTimeout(() => {
        setCount(arrived);
        arrived = 0;
        timer = undefined;
      }, PAUSE_MS);
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [entries, listId, session.userId]);
  return (
    <p role="status" className="sr-only">
      {count > 0 && t('announce', { count })}
    </p>
  );
}
