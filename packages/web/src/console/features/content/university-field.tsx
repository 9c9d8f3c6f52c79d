import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslations } from '../../../text/index.js';
import { ask, Loaded } from '../../admin/index.js';

/** The university whose people see an announcement. */
export function UniversityField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (id: string) => void;
}) {
  const t = useTranslations('console.announcements');
  const id = useId();
  const universities = useQuery({
    queryKey: ['universities'],
    queryFn: () => ask('GET', '/admin/content/universities'),
  });
  return (
    <Loaded of={universities}>
      {(all) => (
        <div className="flex flex-col gap-1">
          <label htmlFor={id} className="text-small font-medium">
            {t('university')}
          </label>
          <select
            id={id}
            required
            value={value}
            onChange={({ target }) => onChange(target.value)}
            className="h-11 w-full rounded-control border border-edge bg-panel px-3"
          >
            <option value="">{t('chooseUniversity')}</option>
            {all.map((university) => (
              <option key={university.id} value={university.id}>
                {[university.name, university.city].filter(Boolean).join(' · ')}
              </option>
            ))}
          </select>
        </div>
      )}
    </Loaded>
  );
}
