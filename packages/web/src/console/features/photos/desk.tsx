import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useTranslations } from '../../../text/index.js';
import { toast } from '../../../ui/toast.js';
import { useRefusal } from '../../admin/index.js';
import { useKeys } from '../../parts/use-keys.js';
import { Decide } from './decide.js';
import { Known } from './known.js';
import { LastDone } from './last-done.js';
import { List } from './list.js';
import { neighbour, open } from './queue.js';
import { REASONS } from './reasons.js';
import type { Review } from './review.js';
import { Subject } from './subject.js';
import { useLease, useSettled } from './use-open-item.js';

/** What is asked of a moderator who refuses the item with this id: one of the reasons, or words. */
interface Refusing {
  readonly id: number;
  readonly step: 'reason' | 'words';
}

/** The three columns: what waits, the photo, and the decision with what is known. */
export function Desk({
  review,
  isClear,
  onKeys,
}: {
  readonly review: Review;
  readonly isClear: boolean;
  readonly onKeys: () => void;
}) {
  const { store } = review;
  const t = useTranslations('console.photos.reasons');
  const refusalOf = useRefusal();
  const items = useStore(store, (queue) => queue.items);
  const openId = useStore(store, (queue) => queue.openId);
  const note = useStore(store, ({ notes }) => (openId === undefined ? undefined : notes.get(openId)));
  const item = items.find(({ id }) => id === openId);
  const theirs = items.filter(({ person }) => person.id === item?.person.id);
  const isSettled = useSettled(openId);
  useLease(review, openId);
  const [refusing, setRefusing] = useState<Refusing>();
  const step = refusing?.id === openId ? refusing?.step : undefined;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A button that was pressed would be pressed again by the space bar, for the next item.
    heading.current?.focus({ preventScroll: true });
  }, [openId]);

  const go = (id: number | undefined) => store.setState((state) => ({ ...state, ...open(state, id) }));
  const judged = item !== undefined && isSettled && !note?.isGone ? item : undefined;
  function refuse(reason: string): void {
    if (!judged) return;
    setRefusing(undefined); // it may come back
    void review.refuse(judged, reason);
  }
  const deeds = {
    approve: () => judged && void review.approve(judged),
    approveAll: () => judged && void review.approveAll(theirs),
    startRefusal: () => judged && setRefusing(step ? undefined : { id: judged.id, step: 'reason' }),
    chooseReason: (reason: (typeof REASONS)[number]) =>
      reason === 'words' ? judged && setRefusing({ id: judged.id, step: 'words' }) : refuse(t(reason)),
    refuse,
    undo: () => void review.undo().catch((error: unknown) => toast(refusalOf(error))),
  };
  const next = () => go(neighbour(store.getState(), 1));
  const previous = () => go(neighbour(store.getState(), -1));
  useKeys({
    j: next,
    ArrowDown: next,
    k: previous,
    ArrowUp: previous,
    a: deeds.approve,
    A: deeds.approveAll,
    r: deeds.startRefusal,
    u: deeds.undo,
    '?': onKeys,
    ...(step && {
      Escape: () => setRefusing(undefined),
      ...Object.fromEntries(REASONS.map((reason, at) => [String(at + 1), () => deeds.chooseReason(reason)])),
    }),
  });

  return (
    <div className="flex min-h-0 grow flex-col border-t border-line max-lg:overflow-y-auto lg:flex-row">
      <List review={review} onOpen={go} />
      <Subject item={item} isClear={isClear} heading={heading} />
      <div className="flex shrink-0 flex-col gap-4 border-line p-4 lg:w-90 lg:overflow-y-auto lg:border-s">
        {item && (
          <Decide
            item={item}
            note={note}
            count={theirs.length}
            isReady={judged !== undefined}
            step={step}
            deeds={deeds}
            onNext={next}
          />
        )}
        <LastDone review={review} onUndo={deeds.undo} />
        {item && <Known item={item} />}
      </div>
    </div>
  );
}
