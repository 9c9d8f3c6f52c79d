import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Choice } from '../../../ui/choice.js';
import { Field } from '../../../ui/field.js';
import { toast } from '../../../ui/toast.js';
import { ask, queries, useAction } from '../../admin/index.js';
import { ReasonForm } from '../../parts/reason-form.js';
import { OPENINGS } from './open-banner.js';
import { AMOUNTS, FORMS, HOURS, rangeOf, type MessagesSearch, type RangeDraft } from './search.js';

/** Asks for a reason and the smallest range that serves, and opens these messages. */
export function OpenForm({
  conversation,
  search,
}: {
  readonly conversation: string;
  readonly search: MessagesSearch;
}) {
  const t = useTranslations('console.messages');
  const navigate = useNavigate();
  const action = useAction();
  const [draft, setDraft] = useState<RangeDraft>({
    form: 'newest',
    amount: 20,
    around: '',
    since: '',
    hours: 1,
  });

  async function open(reason: string): Promise<void> {
    const opened = await ask('POST', '/admin/messages/openings', {
      conversation,
      reason,
      ...rangeOf(draft),
    });
    await queries.invalidateQueries({ queryKey: OPENINGS });
    if (opened.isCut) toast(t('isCut'));
    await navigate({ to: '/console/messages', search: { ...search, opening: opened.id } });
  }

  return (
    <section
      aria-label={t('openTitle')}
      className="flex w-full max-w-pane flex-col gap-4 rounded-card border border-line bg-panel p-4"
    >
      <div>
        <h2 className="text-title font-strong">{t('openTitle')}</h2>
        <p className="text-secondary">{t('openHint')}</p>
        <p className="pt-2 text-small text-secondary">
          {t('conversation')} <code className="wrap-anywhere">{conversation}</code>
        </p>
      </div>
      <ReasonForm submit={t('open')} action={action} onSubmit={open}>
        <RangeFields draft={draft} onChange={(part) => setDraft({ ...draft, ...part })} />
      </ReasonForm>
    </section>
  );
}

/** The form of the range, and what it needs. */
function RangeFields({
  draft,
  onChange: change,
}: {
  readonly draft: RangeDraft;
  readonly onChange: (part: Partial<RangeDraft>) => void;
}) {
  const t = useTranslations('console.messages');
  return (
    <>
      <Choice
        label={t('range')}
        value={draft.form}
        options={FORMS.map((value) => ({ value, text: t(`forms.${value}`) }))}
        onChange={(form) => change({ form })}
      />
      {draft.form === 'around' && (
        <Field
          label={t('entry')}
          hint={t('entryHint')}
          type="number"
          min={1}
          max={2_147_483_647}
          step={1}
          required
          value={draft.around}
          onChange={(event) => change({ around: event.target.value })}
        />
      )}
      {draft.form === 'time' ? (
        <>
          <Field
            label={t('since')}
            type="datetime-local"
            required
            value={draft.since}
            onChange={(event) => change({ since: event.target.value })}
          />
          <Choice
            label={t('duration')}
            value={String(draft.hours)}
            options={HOURS.map((hours) => ({ value: String(hours), text: t('hours', { hours }) }))}
            onChange={(value) => change({ hours: HOURS.find((one) => String(one) === value)! })}
          />
        </>
      ) : (
        <Choice
          label={t('howMany')}
          value={String(draft.amount)}
          options={AMOUNTS.map((amount) => ({ value: String(amount), text: String(amount) }))}
          onChange={(value) => change({ amount: AMOUNTS.find((one) => String(one) === value)! })}
        />
      )}
    </>
  );
}
