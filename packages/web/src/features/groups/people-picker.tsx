import { UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Empty } from '../../ui/empty.js';
import { SearchField } from '../../ui/search-field.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { Loaded } from '../account/index.js';
import { filterContacts, useContacts } from '../contacts/index.js';

interface PeoplePickerProps {
  readonly chosen: ReadonlySet<number>;
  readonly onChange: (chosen: ReadonlySet<number>) => void;
  /** Who is there already. */
  readonly without?: ReadonlySet<number>;
}

/** Chooses some of the friends. */
export function PeoplePicker({ chosen, onChange, without }: PeoplePickerProps) {
  const t = useTranslations('groups');
  const contacts = useTranslations('contacts');
  const [text, setText] = useState('');

  function toggle(id: number): void {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChange(next);
  }

  return (
    <div className="flex min-h-0 flex-col gap-2">
      <SearchField label={contacts('filter')} value={text} onChange={setText} />
      <Loaded of={useContacts()} loading={<SkeletonRows count={3} />} failed={contacts('failed')}>
        {(letters) => {
          const people = filterContacts(letters, text)
            .flatMap(({ data }) => data)
            .filter(({ user_id: id }) => !without?.has(id));
          if (people.length === 0 && text.trim() === '')
            return <Empty icon={UsersRound} title={t('nobodyLeft')} hint={t('nobodyLeftHint')} />;
          return (
            <ul aria-label={t('friends')} className="max-h-80 overflow-y-auto overscroll-contain">
              {people.map(({ user_id: id, name, photo }) => (
                <li key={id}>
                  <label className="flex h-14 items-center gap-3 rounded-card px-2 transition-colors hover:bg-hover">
                    <Avatar id={id} name={name} photo={photo} />
                    <span className="min-w-0 grow truncate font-medium">{name}</span>
                    <input
                      type="checkbox"
                      checked={chosen.has(id)}
                      onChange={() => toggle(id)}
                      className="size-5 shrink-0"
                    />
                  </label>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </div>
  );
}
