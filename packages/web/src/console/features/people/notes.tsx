import { useId, useState } from 'react';
import { useFormatter, useTranslations } from '../../../text/index.js';
import { Form } from '../../../ui/form.js';
import { Notice } from '../../../ui/notice.js';
import { Section } from '../../../ui/section.js';
import { ask, queries, useAction } from '../../admin/index.js';
import type { Person } from './standing.js';

/** What staff have written about the person, and a field to write more. */
export function Notes({ id, notes }: { readonly id: number; readonly notes: Person['notes'] }) {
  const t = useTranslations('console.people.notes');
  const format = useFormatter();
  const field = useId();
  const [text, setText] = useState('');
  const { isBusy, refusal, act } = useAction();

  async function write(): Promise<void> {
    await ask('POST', '/admin/people/{id}/notes', { id, text });
    setText('');
    await queries.invalidateQueries({ queryKey: ['people', id] });
  }

  return (
    <Section title={t('title')} hint={t('hint')}>
      <Form
        submit={t('write')}
        isBusy={isBusy || text.trim() === ''}
        onSubmit={() => text.trim() !== '' && void act(write)}
      >
        <div className="flex flex-col gap-1">
          <label htmlFor={field} className="text-small font-medium">
            {t('label')}
          </label>
          <textarea
            id={field}
            rows={3}
            maxLength={2000}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="w-full rounded-control border border-edge bg-panel px-3 py-2"
          />
        </div>
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      </Form>
      {notes.length > 0 && (
        <ol className="flex flex-col gap-3 border-t border-line pt-3">
          {notes.map((note) => (
            <li key={note.id}>
              <p className="whitespace-pre-line wrap-anywhere">{note.text}</p>
              <p className="text-small text-secondary">
                {t('by', {
                  name: note.by,
                  time: format.dateTime(note.createdAt, { dateStyle: 'medium', timeStyle: 'short' }),
                })}
              </p>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
