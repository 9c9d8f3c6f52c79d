import { Ban, Check, CheckCheck, Clock, ShieldAlert, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { admin, Result } from '@kith/contract';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { KeyHint } from '../../parts/key-hint.js';
import { SanctionSheet, WordsForm, type Sanction, type SanctionKind } from '../review/index.js';
import { REASONS } from './reasons.js';

/** A reason, in words; the kind of a sanction, its duration and reason; or a note for child safety. */
export type Step = 'reason' | 'words' | 'kind' | SanctionKind | 'escalate';

/** The kind of a sanction in a step; `kind` before it is chosen. */
export function sanctionIn(step: Step | undefined): 'kind' | SanctionKind | undefined {
  return step === 'reason' || step === 'words' || step === 'escalate' ? undefined : step;
}

export interface DecideProps {
  /** That of the photo on the card. */
  readonly place: number;
  /** How many photos of this person are here. */
  readonly count: number;
  /** What is asked of somebody who refuses it, or hands it over. */
  readonly step: Step | undefined;
  readonly letters: {
    readonly all: Result<typeof admin.photos.letters>;
    readonly chosen: number | undefined;
    onChoose(id: number | undefined): void;
  };
  readonly deeds: {
    approve(): void;
    approveAll(): void;
    startRefusal(): void;
    chooseReason(reason: (typeof REASONS)[number]): void;
    refuse(words: string): void;
    startSanction(): void;
    chooseKind(kind: SanctionKind): void;
    impose(sanction: Sanction, words: string): void;
    postpone(): void;
    startEscalation(): void;
    escalate(note: string): void;
    close(): void;
  };
}

/** The decision about the open photo. */
export function Decide({ place, count, step, letters, deeds }: DecideProps) {
  const t = useTranslations('console.photos');
  const sanction = sanctionIn(step);
  const close = ({ key }: KeyboardEvent) => key === 'Escape' && deeds.close();
  return (
    <div onKeyDown={close} className="flex flex-col gap-3">
      <Button look="main" aria-keyshortcuts="A" onClick={deeds.approve}>
        <Icon of={Check} />
        {t('approve')}
        <KeyHint>A</KeyHint>
      </Button>
      {count > 1 && (
        <Button aria-keyshortcuts="Shift+A" onClick={deeds.approveAll}>
          <Icon of={CheckCheck} />
          {t('approveAll', { count })}
          <KeyHint>⇧A</KeyHint>
        </Button>
      )}
      <Button
        look="danger"
        aria-keyshortcuts="R"
        aria-expanded={step === 'reason' || step === 'words'}
        onClick={deeds.startRefusal}
      >
        <Icon of={X} />
        {t('refuse')}
        <KeyHint>R</KeyHint>
      </Button>
      {(step === 'reason' || step === 'words') && <Letters of={letters} />}
      {step === 'reason' && <Reasons onChoose={deeds.chooseReason} />}
      {step === 'words' && <WordsForm label={t('reason')} submit={t('refuse')} onSubmit={deeds.refuse} />}
      <Button
        look="danger"
        aria-keyshortcuts="B"
        aria-expanded={sanction !== undefined}
        onClick={deeds.startSanction}
      >
        <Icon of={Ban} />
        {t('sanction')}
        <KeyHint>B</KeyHint>
      </Button>
      {sanction && (
        <>
          <Letters of={letters} />
          <SanctionSheet
            kind={sanction === 'kind' ? undefined : sanction}
            reason={t('sanctionReason', { place })}
            onKind={deeds.chooseKind}
            onImpose={deeds.impose}
          />
        </>
      )}
      <Button aria-keyshortcuts="S" onClick={deeds.postpone}>
        <Icon of={Clock} />
        {t('postpone')}
        <KeyHint>S</KeyHint>
      </Button>
      <Button aria-keyshortcuts="E" aria-expanded={step === 'escalate'} onClick={deeds.startEscalation}>
        <Icon of={ShieldAlert} />
        {t('escalate')}
        <KeyHint>E</KeyHint>
      </Button>
      {step === 'escalate' && (
        <WordsForm label={t('note')} submit={t('handOver')} look="main" onSubmit={deeds.escalate} />
      )}
    </div>
  );
}

/** Which letter tells the owner of a refusal. */
function Letters({ of: { all, chosen, onChoose } }: { readonly of: DecideProps['letters'] }) {
  const t = useTranslations('console.photos');
  if (all.length === 0) return null;
  return (
    <label className="flex flex-col gap-1 text-small font-medium">
      {t('letter')}
      <select
        value={chosen ?? ''}
        onChange={({ target }) => onChoose(target.value === '' ? undefined : Number(target.value))}
        className="h-11 rounded-control border border-edge bg-panel px-3"
      >
        <option value="">{t('noLetter')}</option>
        {all.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function Reasons({ onChoose }: { readonly onChoose: DecideProps['deeds']['chooseReason'] }) {
  const t = useTranslations('console.photos');
  return (
    <ol
      aria-label={t('reason')}
      className="animate-rise overflow-hidden rounded-card border border-line bg-panel"
    >
      {REASONS.map((reason, at) => (
        <li key={reason} className="border-line not-last:border-b">
          <button
            type="button"
            onClick={() => onChoose(reason)}
            className="flex min-h-10 w-full items-center gap-3 px-3 py-1.5 text-start hover:bg-hover"
          >
            <KeyHint>{String(at + 1)}</KeyHint>
            {t(`reasons.${reason}`)}
          </button>
        </li>
      ))}
    </ol>
  );
}
