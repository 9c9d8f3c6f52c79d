import { CONTENT_TYPES } from '@kith/contract';
import { UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Dialog } from '../../ui/dialog.js';
import { Empty } from '../../ui/empty.js';
import { SearchField } from '../../ui/search-field.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { Loaded } from '../account/index.js';
import { filterContacts, useContacts } from '../contacts/index.js';
import type { Send } from './use-attachments.js';

interface CardSheetProps {
  readonly onSend: Send;
  readonly onClose: () => void;
}

/** Sends the card of a friend. */
export function CardSheet({ onSend, onClose }: CardSheetProps) {
  const t = useTranslations('media');
  const app = useTranslations('app');
  const contacts = useTranslations('contacts');
  const [text, setText] = useState('');

  function send(id: number, nickname: string): void {
    onSend(CONTENT_TYPES.card, { user_id: id, nickname });
    onClose();
  }

  return (
    <Dialog title={t('sendCard')} closeLabel={app('close')} onClose={onClose}>
      <SearchField label={contacts('filter')} value={text} onChange={setText} className="mb-2" />
      <Loaded of={useContacts()} loading={<SkeletonRows count={4} />} failed={contacts('failed')}>
        {(letters) => {
          const people = filterContacts(letters, text).flatMap(({ data }) => data);
          if (people.length === 0)
            return <Empty icon={UsersRound} title={text === '' ? contacts('empty') : t('nobody')} />;
          return (
            <ul className="flex flex-col">
              {people.map(({ user_id: id, name, photo }) => (
                <li key={id}>
                  <button
                    type="button"
                    onClick={() => send(id, name)}
                    className="flex h-14 w-full items-center gap-3 rounded-card px-2 text-start transition-colors hover:bg-hover"
                  >
                    <Avatar id={id} name={name} photo={photo} />
                    <span className="min-w-0 truncate font-medium">{name}</span>
                  </button>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Dialog>
  );
}
