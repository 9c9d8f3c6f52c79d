import { useEffect, useState } from 'react';
import type { AccountEvent } from '../../client/account.js';
import { useTranslations } from '../../text/index.js';
import { toast } from '../../ui/toast.js';
import { useAccount } from '../account/index.js';

/** How one's membership of a group ended. */
export interface Ending {
  readonly listId: string;
  readonly how: 'removed' | 'left' | 'disbanded';
  readonly name: string;
}

function endingOf({ type, data }: AccountEvent): Ending | undefined {
  if (type !== 'membership_ended') return undefined;
  const { list_id: listId, how, name } = data as { list_id: string } & Pick<Ending, 'how' | 'name'>; // as the protocol declares
  return { listId, how, name };
}

/** Says that others have ended one's membership of a group, wherever one is. */
export function GroupNews() {
  const t = useTranslations('groups');
  const { events } = useAccount();
  useEffect(
    () =>
      events.listen((event) => {
        const ending = endingOf(event);
        if (ending && ending.how !== 'left') toast(t(`ended.${ending.how}`, { name: ending.name }));
      }),
    [events, t],
  );
  return null;
}

/** In place of the composer, when one's membership has ended while the chat was open. */
export function useEnding(listId: string): Ending | undefined {
  const { events } = useAccount();
  const [ending, setEnding] = useState<Ending>();
  useEffect(
    () =>
      events.listen((event) => {
        if (event.data['list_id'] !== listId) return;
        if (event.type === 'membership_began') setEnding(undefined);
        else setEnding((before) => endingOf(event) ?? before);
      }),
    [events, listId],
  );
  return ending;
}

/** Why nobody can write here any more. */
export function Ended({ ending: { how, name } }: { readonly ending: Ending }) {
  const t = useTranslations('groups');
  return (
    <p
      role="status"
      className="shrink-0 border-t border-line bg-panel px-4 pt-4 text-center text-secondary pb-4 safe-bottom"
    >
      {t(`ended.${how}`, { name })}
    </p>
  );
}
