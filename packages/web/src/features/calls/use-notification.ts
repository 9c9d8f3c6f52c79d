import { useEffect } from 'react';
import type { Call } from '../../client/calls/calls.js';
import { closeNotification, showNotification } from '../../client/worker.js';

/** Shows a call that rings as a notification while the page is in the background. A press leads to its chat. */
export function useNotification({ id, listId }: Call, title: string): void {
  useEffect(() => {
    const tag = `call-${id}`;
    const show = () => {
      // Where notifications cannot be shown, the call rings all the same.
      const done = document.hidden ? showNotification(title, { tag, listId }) : closeNotification(tag);
      done.catch(() => undefined);
    };
    show();
    document.addEventListener('visibilitychange', show);
    return () => {
      document.removeEventListener('visibilitychange', show);
      closeNotification(tag).catch(() => undefined);
    };
  }, [id, listId, title]);
}
