import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { Notice } from '../../../ui/notice.js';
import { KeyHint } from '../../parts/key-hint.js';
import { Earlier, List, Standing, useDesk, useDeskKeys, WordsForm, type Review } from '../review/index.js';
import { decide, type Item } from './review.js';
import { Subject } from './subject.js';

type Step = 'grant' | 'refuse';

/** The three columns: what waits, the appeal with its sanction, and the decision with earlier ones. */
export function Desk({ review, onKeys }: { readonly review: Review<Item>; readonly onKeys: () => void }) {
  const t = useTranslations('console.appeals');
  const sanctions = useTranslations('console.review.sanctions');
  const format = useFormatter();
  const now = useNow();
  const desk = useDesk(review);
  const { item, note, judged, heading, next } = desk;
  const mine = judged?.isOwn === false ? judged : undefined;
  const [asked, setAsked] = useState<{ readonly id: number; readonly step: Step }>();
  const step = asked?.id === item?.id ? asked?.step : undefined;
  const ask = (wanted: Step | undefined) => mine && setAsked(wanted && { id: mine.id, step: wanted });
  function settle(reason: string): void {
    if (!mine || !step) return;
    setAsked(undefined); // it may come back
    void decide(review, mine, { isGranted: step === 'grant', reason });
  }
  useDeskKeys(review, desk, {
    g: () => ask('grant'),
    r: () => ask('refuse'),
    '?': onKeys,
    ...(step && { Escape: () => ask(undefined) }),
  });
  const textOf = ({ person, kind, appealedAt }: Item) => ({
    name: person.nickname || person.username,
    end: sanctions(`kinds.${kind}`),
    second: format.relativeTime(Math.min(appealedAt, now), now),
  });
  return (
    <div className="flex min-h-0 grow flex-col border-t border-line max-lg:overflow-y-auto lg:flex-row">
      <List label={t('list')} review={review} textOf={textOf} />
      <Subject item={item} heading={heading} onNext={next} />
      <div className="flex shrink-0 flex-col gap-4 border-line p-4 lg:w-90 lg:overflow-y-auto lg:border-s">
        {item && (
          <Standing lease={item.lease} note={note} isReady={judged !== undefined} onNext={next}>
            {item.isOwn ? (
              <Notice>{t('own')}</Notice>
            ) : (
              <Decide key={item.id} step={step} onStep={ask} onDecide={settle} />
            )}
          </Standing>
        )}
        {item && <Earlier decisions={item.decisions} />}
      </div>
    </div>
  );
}

function Decide({
  step,
  onStep,
  onDecide,
}: {
  readonly step: Step | undefined;
  readonly onStep: (step: Step | undefined) => void;
  readonly onDecide: (reason: string) => void;
}) {
  const t = useTranslations('console.appeals');
  return (
    <div className="flex flex-col gap-3" onKeyDown={({ key }) => key === 'Escape' && onStep(undefined)}>
      <Button
        look="main"
        aria-keyshortcuts="G"
        aria-expanded={step === 'grant'}
        onClick={() => onStep('grant')}
      >
        <Icon of={Check} />
        {t('grant')}
        <KeyHint>G</KeyHint>
      </Button>
      <Button
        look="danger"
        aria-keyshortcuts="R"
        aria-expanded={step === 'refuse'}
        onClick={() => onStep('refuse')}
      >
        <Icon of={X} />
        {t('refuse')}
        <KeyHint>R</KeyHint>
      </Button>
      {step && (
        <WordsForm
          key={step}
          label={t('reason')}
          submit={t(`${step}Now`)}
          look={step === 'grant' ? 'main' : 'danger'}
          onSubmit={onDecide}
        />
      )}
    </div>
  );
}
