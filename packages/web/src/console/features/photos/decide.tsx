import { Check, CheckCheck, X } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Field } from '../../../ui/field.js';
import { Form } from '../../../ui/form.js';
import { Icon } from '../../../ui/icon.js';
import { Notice } from '../../../ui/notice.js';
import { useRefusal } from '../../admin/index.js';
import { KeyHint } from '../../parts/key-hint.js';
import type { Item, Note } from './queue.js';
import { REASONS } from './reasons.js';

interface DecideProps {
  readonly item: Item;
  /** Why it came back. */
  readonly note: Note | undefined;
  /** How many photos of this person are here. */
  readonly count: number;
  readonly isReady: boolean;
  /** What is asked of somebody who refuses it. */
  readonly step: 'reason' | 'words' | undefined;
  readonly deeds: {
    approve(): void;
    approveAll(): void;
    startRefusal(): void;
    chooseReason(reason: (typeof REASONS)[number]): void;
    refuse(words: string): void;
  };
  readonly onNext: () => void;
}

/** The decision about the open photo. */
export function Decide({ item, note, count, isReady, step, deeds, onNext }: DecideProps) {
  const t = useTranslations('console.photos');
  const format = useFormatter();
  const refusalOf = useRefusal();
  const { lease } = item;
  return (
    <div role="group" aria-label={t('decision')} aria-busy={!isReady} className="flex flex-col gap-3">
      {note && <Notice isError>{refusalOf(note.error)}</Notice>}
      {!note && lease && !lease.isOwn && (
        <Notice>{t('leasedUntil', { name: lease.name, time: format.dateTime(lease.until, 'time') })}</Notice>
      )}
      {note?.isGone ? (
        <Button onClick={onNext}>
          {t('next')}
          <KeyHint>J</KeyHint>
        </Button>
      ) : (
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
            aria-expanded={step !== undefined}
            onClick={deeds.startRefusal}
          >
            <Icon of={X} />
            {t('refuse')}
            <KeyHint>R</KeyHint>
          </Button>
          {step === 'reason' && <Reasons onChoose={deeds.chooseReason} />}
          {step === 'words' && <Words onRefuse={deeds.refuse} />}
        </>
      )}
    </div>
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

function Words({ onRefuse }: { readonly onRefuse: (words: string) => void }) {
  const t = useTranslations('console.photos');
  const [words, setWords] = useState('');
  return (
    <Form submit={t('refuse')} look="danger" isBusy={false} onSubmit={() => onRefuse(words.trim())}>
      <Field
        label={t('reason')}
        hint={t('wordsHint')}
        maxLength={500}
        pattern=".*\S.*"
        required
        autoFocus
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
    </Form>
  );
}
