import { useState } from 'react';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Field } from '../../../ui/field.js';
import { KeyHint } from '../../parts/key-hint.js';
import { HOURS_PATTERN, readHours, SANCTIONS, type Sanction, type SanctionKind } from './sanctions.js';
import { WordsForm } from './words-form.js';

/** The kind of a sanction, then its duration and reason. */
export function SanctionSheet({
  kind: chosen,
  reason,
  onKind,
  onImpose,
}: {
  /** Absent until one is chosen. */
  readonly kind: SanctionKind | undefined;
  /** What is proposed as the reason. */
  readonly reason: string;
  readonly onKind: (kind: SanctionKind) => void;
  readonly onImpose: (sanction: Sanction, reason: string) => void;
}) {
  const t = useTranslations('console.review.sanctions');
  return (
    <>
      <ol
        aria-label={t('kind')}
        className="animate-rise overflow-hidden rounded-card border border-line bg-panel"
      >
        {SANCTIONS.map(({ kind, key }) => (
          <li key={kind} className="border-line not-last:border-b">
            <button
              type="button"
              aria-pressed={kind === chosen}
              onClick={() => onKind(kind)}
              className="flex min-h-10 w-full items-center gap-3 px-3 py-1.5 text-start hover:bg-hover aria-pressed:bg-tint"
            >
              <KeyHint>{key.toUpperCase()}</KeyHint>
              <span>
                {t(`kinds.${kind}`)}
                <span className="block text-small text-secondary">{t(`does.${kind}`)}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
      {chosen && <SanctionForm key={chosen} kind={chosen} reason={reason} onImpose={onImpose} />}
    </>
  );
}

function SanctionForm({
  kind,
  reason,
  onImpose,
}: {
  readonly kind: SanctionKind;
  readonly reason: string;
  readonly onImpose: (sanction: Sanction, reason: string) => void;
}) {
  const t = useTranslations('console.review.sanctions');
  const [hours, setHours] = useState('');
  return (
    <WordsForm
      label={t('reason')}
      submit={t(`impose.${kind}`)}
      initial={reason}
      isFocused={false}
      onSubmit={(words) => onImpose({ kind, ...readHours(hours) }, words)}
    >
      <HoursField value={hours} onChange={setHours} isFocused />
    </WordsForm>
  );
}

/** The duration of a sanction; says when it would end. */
export function HoursField({
  value,
  isFocused = false,
  onChange,
}: {
  readonly value: string;
  readonly isFocused?: boolean;
  readonly onChange: (value: string) => void;
}) {
  const t = useTranslations('console.review.sanctions');
  const endOf = useEndText();
  const now = useNow();
  const { hours } = readHours(value);
  return (
    <Field
      label={t('hours')}
      hint={hours === undefined ? t('noEnd') : endOf(now + hours * 3_600_000)}
      inputMode="numeric"
      pattern={HOURS_PATTERN}
      autoFocus={isFocused}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** The end of a sanction in words. */
export function useEndText(): (until: number | undefined) => string {
  const t = useTranslations('console.review.sanctions');
  const format = useFormatter();
  return (until) =>
    until === undefined
      ? t('untilLifted')
      : t('until', { time: format.dateTime(until, { dateStyle: 'medium', timeStyle: 'short' }) });
}
