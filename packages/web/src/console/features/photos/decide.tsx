import { Check, CheckCheck, Clock, ShieldAlert, X } from 'lucide-react';
import type { admin, Result } from '@kith/contract';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { KeyHint } from '../../parts/key-hint.js';
import { WordsForm } from '../review/index.js';
import { REASONS } from './reasons.js';

/** A reason, in words, or a note for child safety. */
export type Step = 'reason' | 'words' | 'escalate';

interface DecideProps {
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
    postpone(): void;
    startEscalation(): void;
    escalate(note: string): void;
  };
}

/** The decision about the open photo. */
export function Decide({ count, step, letters, deeds }: DecideProps) {
  const t = useTranslations('console.photos');
  return (
    <>
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
      {(step === 'reason' || step === 'words') && letters.all.length > 0 && <Letters of={letters} />}
      {step === 'reason' && <Reasons onChoose={deeds.chooseReason} />}
      {step === 'words' && <WordsForm label={t('reason')} submit={t('refuse')} onSubmit={deeds.refuse} />}
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
    </>
  );
}

/** Which letter tells the owner of a refusal. */
function Letters({ of: { all, chosen, onChoose } }: { readonly of: DecideProps['letters'] }) {
  const t = useTranslations('console.photos');
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
