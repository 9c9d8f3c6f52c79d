import { Ban, Check, ShieldAlert } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Field } from '../../../ui/field.js';
import { Icon } from '../../../ui/icon.js';
import { KeyHint } from '../../parts/key-hint.js';
import { WordsForm } from '../review/index.js';
import type { Verdict } from './review.js';
import { HOURS_PATTERN, readHours, SANCTIONS, type SanctionKind } from './sanctions.js';

/** What is asked of a moderator: the kind of a sanction, its duration and reason, or a note for child safety. */
export type Step = 'kind' | SanctionKind | 'escalate';

/** The decision about the open reports of a person. */
export function Decide({
  step,
  reason,
  canEscalate,
  onStep,
  onDecide,
  onEscalate,
}: {
  readonly step: Step | undefined;
  /** What is proposed as the reason of a sanction. */
  readonly reason: string;
  readonly canEscalate: boolean;
  readonly onStep: (step: Step | undefined) => void;
  readonly onDecide: (verdict: Verdict) => void;
  readonly onEscalate: (note: string) => void;
}) {
  const t = useTranslations('console.reports');
  const close = (event: KeyboardEvent) => event.key === 'Escape' && onStep(undefined);
  const sanction = step === undefined || step === 'escalate' ? undefined : step;
  return (
    <div onKeyDown={close} className="flex flex-col gap-3">
      <Button look="main" aria-keyshortcuts="D" onClick={() => onDecide({ verdict: 'dismiss' })}>
        <Icon of={Check} />
        {t('dismiss')}
        <KeyHint>D</KeyHint>
      </Button>
      <Button
        look="danger"
        aria-keyshortcuts="B"
        aria-expanded={sanction !== undefined}
        onClick={() => onStep(sanction ? undefined : 'kind')}
      >
        <Icon of={Ban} />
        {t('uphold')}
        <KeyHint>B</KeyHint>
      </Button>
      {sanction && (
        <ol
          aria-label={t('kind')}
          className="animate-rise overflow-hidden rounded-card border border-line bg-panel"
        >
          {SANCTIONS.map(({ kind, key }) => (
            <li key={kind} className="border-line not-last:border-b">
              <button
                type="button"
                aria-pressed={kind === sanction}
                onClick={() => onStep(kind)}
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
      )}
      {sanction && sanction !== 'kind' && (
        <SanctionForm key={sanction} kind={sanction} reason={reason} onDecide={onDecide} />
      )}
      {canEscalate && (
        <Button
          aria-keyshortcuts="E"
          aria-expanded={step === 'escalate'}
          onClick={() => onStep(step === 'escalate' ? undefined : 'escalate')}
        >
          <Icon of={ShieldAlert} />
          {t('escalate')}
          <KeyHint>E</KeyHint>
        </Button>
      )}
      {step === 'escalate' && (
        <WordsForm label={t('note')} submit={t('handOver')} look="main" onSubmit={onEscalate} />
      )}
    </div>
  );
}

function SanctionForm({
  kind,
  reason,
  onDecide,
}: {
  readonly kind: SanctionKind;
  readonly reason: string;
  readonly onDecide: (verdict: Verdict) => void;
}) {
  const t = useTranslations('console.reports');
  const [hours, setHours] = useState('');
  return (
    <WordsForm
      label={t('reason')}
      submit={t(`impose.${kind}`)}
      initial={reason}
      isFocused={false}
      onSubmit={(words) => onDecide({ verdict: kind, reason: words, ...readHours(hours) })}
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
  const t = useTranslations('console.reports');
  const format = useFormatter();
  const now = useNow();
  const { hours } = readHours(value);
  return (
    <Field
      label={t('hours')}
      hint={
        hours === undefined
          ? t('noEnd')
          : t('until', {
              time: format.dateTime(now + hours * 3_600_000, { dateStyle: 'medium', timeStyle: 'short' }),
            })
      }
      inputMode="numeric"
      pattern={HOURS_PATTERN}
      autoFocus={isFocused}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
