import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from 'zustand';
import { prefer, preferences } from '../../../client/preferences.js';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { toast } from '../../../ui/toast.js';
import { ask, useOwnSession } from '../../admin/index.js';
import {
  LastDone,
  List,
  SANCTIONS,
  Standing,
  useDesk,
  useDeskKeys,
  type Done,
  type Review,
  type Sanction,
  type SanctionKind,
} from '../review/index.js';
import { Decide, sanctionIn, type Step } from './decide.js';
import { Known } from './known.js';
import { REASONS } from './reasons.js';
import { approve, approveAll, escalate, postpone, refuse, type Item } from './review.js';
import { Subject, ZOOMS } from './subject.js';

/** What is asked of a moderator about the item with this id. */
interface Asked {
  readonly id: number;
  readonly step: Step;
}

/** The three columns: what waits, the photo, and the decision with what is known. */
export function Desk({
  review,
  isClear,
  onKeys,
}: {
  readonly review: Review<Item>;
  readonly isClear: boolean;
  readonly onKeys: () => void;
}) {
  const t = useTranslations('console.photos');
  const format = useFormatter();
  const now = useNow();
  const desk = useDesk(review);
  const { items, item, note, judged, heading, next, undo } = desk;
  const theirs = items.filter(({ person }) => person.id === item?.person.id);
  const [asked, setAsked] = useState<Asked>();
  const letters = useLetters(item);
  const step = asked?.id === item?.id ? asked?.step : undefined;

  const look = useLook(item);

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
  useDeskKeys(review, desk, {
    a: deeds.approve,
    A: deeds.approveAll,
    r: deeds.startRefusal,
    b: deeds.startSanction,
    s: deeds.postpone,
    e: deeds.startEscalation,
    ...look.keys,
    '?': onKeys,
    ...(step && { Escape: deeds.close }),
    ...(sanctionIn(step) &&
      Object.fromEntries(SANCTIONS.map(({ kind, key }) => [key, () => deeds.chooseKind(kind)]))),
    ...((step === 'reason' || step === 'words') &&
      Object.fromEntries(REASONS.map((reason, at) => [String(at + 1), () => deeds.chooseReason(reason)]))),
  });
  const textOf = ({ person, place, uploadedAt }: Item) => ({
    name: person.nickname || person.username,
    end: t('place', { place }),
    second: format.relativeTime(Math.min(uploadedAt, now), now),
  });
  const doneText = ({ item: { person, place }, what }: Done<Item>) =>
    t(what === 'approved' || what === 'refused' ? what : `refusedAnd.${what as SanctionKind}`, {
      name: person.nickname || person.username,
      place,
    });

  return (
    <div className="flex min-h-0 grow flex-col border-t border-line max-lg:overflow-y-auto lg:flex-row">
      <List label={t('list')} review={review} textOf={textOf} />
      <Subject item={item} isClear={isClear} isGrey={look.isGrey} zoom={look.zoom} heading={heading} />
      <div className="flex shrink-0 flex-col gap-4 border-line p-4 lg:w-90 lg:overflow-y-auto lg:border-s">
        {item && (
          <Standing lease={item.lease} note={note} isReady={judged !== undefined} onNext={next}>
            <Decide place={item.place} count={theirs.length} step={step} letters={letters} deeds={deeds} />
          </Standing>
        )}
        <LastDone review={review} textOf={doneText} onUndo={undo} />
        {item && <Known item={item} />}
      </div>
    </div>
  );
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

/** How the open photo is shown, the keys that change it, and the one to the page of its person. */
function useLook(item: Item | undefined): {
  readonly isGrey: boolean;
  readonly zoom: number;
  readonly keys: Readonly<Record<string, () => void>>;
} {
  const isGrey = useStore(preferences, (all) => all.isGrey);
  const [zoomed, setZoomed] = useState<{ readonly id: number; readonly zoom: number }>();
  const zoom = zoomed?.id === item?.id ? (zoomed?.zoom ?? 0) : 0;
  const navigate = useNavigate();
  const { permissions } = useOwnSession();
  const zoomBy = (by: 1 | -1) =>
    item && setZoomed({ id: item.id, zoom: Math.min(Math.max(zoom + by, 0), ZOOMS.length - 1) });
  return {
    isGrey,
    zoom,
    keys: {
      g: () => prefer({ isGrey: !isGrey }),
      '+': () => zoomBy(1),
      '=': () => zoomBy(1), // the key of `+` without Shift
      '-': () => zoomBy(-1),
      ...(item &&
        permissions.includes('people') && {
          h: () => void navigate({ to: '/console/people/$id', params: { id: item.person.id } }),
        }),
    },
  };
}
