import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useDesk, type Desk, type Review } from '../review/index.js';
import type { Step } from './decide.js';
import {
  asItem,
  decide,
  escalate,
  loadDetails,
  type Details,
  type Item,
  type QueueName,
  type Verdict,
} from './review.js';

export interface ReportDesk {
  readonly desk: Desk<Item>;
  readonly details: UseQueryResult<Details>;
  /** The person as the open evidence has shown them, if the reports may be judged. */
  readonly judged: Item | undefined;
  /** What is asked of the moderator. */
  readonly step: Step | undefined;
  /** Whether the evidence of the item is open: that of child safety is not before somebody asks for it. */
  readonly isOpened: boolean;
  readonly deeds: {
    readonly ask: (step: Step | undefined) => void;
    readonly decide: (verdict: Verdict) => void;
    readonly escalate: (note: string) => void;
    readonly open: () => void;
  };
}

/** The open item with its evidence, and what a moderator does about it. */
export function useReportDesk(review: Review<Item>, queue: QueueName): ReportDesk {
  const desk = useDesk(review);
  const { item, note } = desk;
  const [asked, setAsked] = useState<{ readonly id: number; readonly step: Step }>();
  const step = asked?.id === item?.id ? asked?.step : undefined;
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const isOpened = item !== undefined && (queue === 'reports' || opened.has(item.id));
  const details = useQuery({
    // What has changed meanwhile is loaded again before the decision.
    queryKey: [queue, item?.id, item?.version.decision, item?.version.report],
    queryFn: () => loadDetails(queue, item!.id), // enabled with an item only
    enabled: isOpened && !note?.isGone,
    staleTime: Infinity,
    gcTime: 0,
  });
  const seen = details.data && asItem(details.data);
  const judged = seen !== undefined && desk.judged?.id === seen.id ? seen : undefined;
  function settle(work: (of: Item) => Promise<void>): void {
    if (!judged) return;
    setAsked(undefined); // it may come back
    void work(judged);
  }
  return {
    desk,
    details,
    judged,
    step,
    isOpened,
    deeds: {
      ask: (wanted) => judged && setAsked(wanted && { id: judged.id, step: wanted }),
      decide: (verdict) => settle((of) => decide(review, queue, of, verdict)),
      escalate: (reason) => settle((of) => escalate(review, of, reason)),
      open: () => item && setOpened(new Set([...opened, item.id])),
    },
  };
}
