import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useTranslations } from '../../../text/index.js';
import { toast } from '../../../ui/toast.js';
import { ask } from '../../admin/index.js';
import { SANCTIONS, useDesk, type Desk, type Review, type Sanction } from '../review/index.js';
import { sanctionIn, type DecideProps, type Step } from './decide.js';
import { REASONS } from './reasons.js';
import { approve, approveAll, escalate, postpone, refuse, type Item } from './review.js';

export interface PhotoDesk extends Pick<DecideProps, 'step' | 'letters' | 'deeds'> {
  readonly desk: Desk<Item>;
  /** The photos of this person that are here. */
  readonly theirs: readonly Item[];
  readonly keys: Readonly<Record<string, () => void>>;
}

/** What is asked of a moderator about the item with this id. */
interface Asked {
  readonly id: number;
  readonly step: Step;
}

/** The open photo, and what a moderator does about it. */
export function usePhotoDesk(review: Review<Item>): PhotoDesk {
  const t = useTranslations('console.photos');
  const format = useFormatter();
  const desk = useDesk(review);
  const { items, item, judged } = desk;
  const theirs = items.filter(({ person }) => person.id === item?.person.id);
  const [asked, setAsked] = useState<Asked>();
  const letters = useLetters(item);
  const step = asked?.id === item?.id ? asked?.step : undefined;

  const askFor = (wanted: Step | undefined) => judged && setAsked(wanted && { id: judged.id, step: wanted });

  async function postponeItem(postponed: Item): Promise<void> {
    const until = await postpone(review, postponed);
    const { person, place } = postponed;
    const name = person.nickname || person.username;
    if (until !== undefined) toast(t('postponed', { name, place, time: format.dateTime(until, 'time') }));
  }
  function refuseFor(reason: string, sanction?: Sanction): void {
    if (!judged) return;
    setAsked(undefined); // it may come back
    void refuse(review, judged, { reason, letter: letters.chosen, sanction });
  }
  const deeds = {
    approve: () => judged && void approve(review, judged),
    approveAll: () => judged && void approveAll(review, theirs),
    startRefusal: () => askFor(step === 'reason' || step === 'words' ? undefined : 'reason'),
    chooseReason: (reason: (typeof REASONS)[number]) =>
      reason === 'words' ? askFor('words') : refuseFor(t(`reasons.${reason}`)),
    refuse: (words: string) => refuseFor(words),
    startSanction: () => askFor(sanctionIn(step) ? undefined : 'kind'),
    chooseKind: askFor,
    impose: (sanction: Sanction, words: string) => refuseFor(words, sanction),
    postpone: () => judged && void postponeItem(judged),
    startEscalation: () => askFor(step === 'escalate' ? undefined : 'escalate'),
    escalate: (note: string) => judged && void escalate(review, judged, note),
    close: () => setAsked(undefined),
  };
  const keys = {
    a: deeds.approve,
    A: deeds.approveAll,
    r: deeds.startRefusal,
    b: deeds.startSanction,
    s: deeds.postpone,
    e: deeds.startEscalation,
    ...(step && { Escape: deeds.close }),
    ...(sanctionIn(step) &&
      Object.fromEntries(SANCTIONS.map(({ kind, key }) => [key, () => deeds.chooseKind(kind)]))),
    ...((step === 'reason' || step === 'words') &&
      Object.fromEntries(REASONS.map((reason, at) => [String(at + 1), () => deeds.chooseReason(reason)]))),
  };
  return { desk, theirs, step, letters, deeds, keys };
}

/** The letters for the owner of the open photo, and the chosen one: another photo begins without. */
function useLetters(item: Item | undefined) {
  const { data = [] } = useQuery({
    queryKey: ['photo-letters'],
    queryFn: () => ask('GET', '/admin/photos/letters'),
  });
  const [choice, setChoice] = useState<{ readonly photo: number; readonly letter: number | undefined }>();
  return {
    all: data,
    chosen: choice?.photo === item?.id ? choice?.letter : undefined,
    onChoose: (letter: number | undefined) => item && setChoice({ photo: item.id, letter }),
  };
}
