import { lazy, Suspense, useState } from 'react';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import {
  LastDone,
  List,
  SANCTIONS,
  Standing,
  useDeskKeys,
  useHeldSpace,
  type Done,
  type Review,
} from '../review/index.js';
import { Decide } from './decide.js';
import { Known } from './known.js';
import type { Item, QueueName } from './review.js';
import { Subject } from './subject.js';
import { useChosen } from './use-chosen.js';
import { useReportDesk, type ReportDesk } from './use-report-desk.js';

const BulkDialog = lazy(async () => ({ default: (await import('./bulk-dialog.js')).BulkDialog }));

/** The three columns: who was reported, the reports with their evidence, and the decision with what is known. */
export function Desk({
  review,
  queue,
  isClear,
  onKeys,
}: {
  readonly review: Review<Item>;
  readonly queue: QueueName;
  readonly isClear: boolean;
  readonly onKeys: () => void;
}) {
  const t = useTranslations('console.reports');
  const work = useReportDesk(review, queue);
  const { desk, details, step, isOpened, deeds } = work;
  const { item, heading, next } = desk;
  const isChildSafety = queue === 'child_safety';
  const isHeld = useHeldSpace();
  const { chosen, chosenItems, toggle, clear } = useChosen(review);
  const [decidesTogether, setDecidesTogether] = useState(false);
  const sanctionKeys = SANCTIONS.map(({ kind, key }) => [key, () => deeds.ask(kind)] as const);
  useDeskKeys(review, desk, {
    d: () => deeds.decide({ verdict: 'dismiss' }),
    b: () => deeds.ask(step && step !== 'escalate' ? undefined : 'kind'),
    '?': onKeys,
    ...(isChildSafety
      ? { o: deeds.open }
      : { e: () => deeds.ask('escalate'), x: () => item && toggle(item.id) }),
    ...(step && {
      Escape: () => deeds.ask(undefined),
      ...(step !== 'escalate' && Object.fromEntries(sanctionKeys)),
    }),
  });
  const textOf = useRowText();

  return (
    <div className="flex min-h-0 grow flex-col border-t border-line max-lg:overflow-y-auto lg:flex-row">
      <List
        label={t('list')}
        review={review}
        textOf={textOf}
        {...(!isChildSafety && { chosen: { ids: chosen, onToggle: toggle } })}
      >
        {chosenItems.length > 0 && (
          <div className="shrink-0 border-t border-line p-3">
            <Button className="w-full" onClick={() => setDecidesTogether(true)}>
              {t('decideTogether', { count: chosenItems.length })}
            </Button>
          </div>
        )}
      </List>
      <Subject
        item={item}
        details={details}
        look={isChildSafety ? 'closed' : isClear || isHeld ? 'clear' : 'veiled'}
        heading={heading}
        onOpen={isOpened ? undefined : deeds.open}
        onNext={next}
      />
      <Decision review={review} of={work} canEscalate={!isChildSafety} />
      {decidesTogether && (
        <Suspense>
          <BulkDialog
            review={review}
            items={chosenItems}
            onDone={clear}
            onClose={() => setDecidesTogether(false)}
          />
        </Suspense>
      )}
    </div>
  );
}

/** The decision about the open reports, and what is known of the person. */
function Decision({
  review,
  of: { desk, details, judged, step, isOpened, deeds },
  canEscalate,
}: {
  readonly review: Review<Item>;
  readonly of: ReportDesk;
  readonly canEscalate: boolean;
}) {
  const t = useTranslations('console.reports');
  const { item, note, next, undo } = desk;
  const doneText = ({ item: { person }, what }: Done<Item>) =>
    t(`done.${what as 'dismiss'}`, { name: person.nickname || person.username });

  return (
    <div className="flex shrink-0 flex-col gap-4 border-line p-4 lg:w-90 lg:overflow-y-auto lg:border-s">
      {item && (
        <Standing lease={item.lease} note={note} isReady={judged !== undefined} onNext={next}>
          {isOpened && (
            <Decide
              key={item.id}
              step={step}
              reason={details.data?.reports[0]?.title ?? ''}
              canEscalate={canEscalate}
              onStep={deeds.ask}
              onDecide={deeds.decide}
              onEscalate={deeds.escalate}
            />
          )}
        </Standing>
      )}
      <LastDone review={review} textOf={doneText} onUndo={undo} />
      {item && <Known item={judged ?? item} together={details.data?.together} />}
    </div>
  );
}

function useRowText() {
  const t = useTranslations('console.reports');
  const format = useFormatter();
  const now = useNow();
  return ({ person, version, weight, oldestAt }: Item) => ({
    name: person.nickname || person.username,
    end: t('count', { count: version.reports }),
    second: `${t('weight', { weight: format.number(weight, { maximumFractionDigits: 2 }) })} · ${format.relativeTime(Math.min(oldestAt, now), now)}`,
  });
}
