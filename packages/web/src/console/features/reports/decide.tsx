import { Ban, Check, ShieldAlert } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { KeyHint } from '../../parts/key-hint.js';
import { SanctionSheet, WordsForm, type SanctionKind } from '../review/index.js';
import type { Verdict } from './review.js';

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
        <SanctionSheet
          kind={sanction === 'kind' ? undefined : sanction}
          reason={reason}
          onKind={onStep}
          onImpose={({ kind, ...lasting }, why) => onDecide({ verdict: kind, ...lasting, reason: why })}
        />
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
