import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import type { BoxName } from '../../client/chats/rules.js';
import { useAccount } from '../account/index.js';

/** Alt and an arrow open the previous or next conversation of the list; with Shift, the previous or next unread one. */
export function useChatKeys(box: BoxName, openId: string | undefined): void {
  const { chats } = useAccount();
  const navigate = useNavigate();
  // Knows what is open as soon as it is shown.
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || !event.altKey || event.ctrlKey || event.metaKey) return;
    const rows = chats.store.getState()[box].chats;
    const from = rows.findIndex(({ to }) => to === openId);
    const ahead = step > 0 ? rows.slice(from + 1) : rows.slice(0, Math.max(0, from)).toReversed();
    const next = event.shiftKey ? ahead.find(({ unread }) => unread > 0) : ahead[0];
    event.preventDefault();
    if (next)
      void navigate({ to: '/chats/$listId', params: { listId: next.to }, search: (before) => before });
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
