import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from 'zustand';
import { prefer, preferences } from '../../../client/preferences.js';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { useOwnSession } from '../../admin/index.js';
import {
  LastDone,
  List,
  Standing,
  useDeskKeys,
  type Done,
  type Review,
  type SanctionKind,
} from '../review/index.js';
import { Decide } from './decide.js';
import { Known } from './known.js';
import type { Item } from './review.js';
import { Subject, ZOOMS } from './subject.js';
import { usePhotoDesk } from './use-photo-desk.js';

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
  const { desk, theirs, step, letters, deeds, keys } = usePhotoDesk(review);
  const { item, note, judged, heading, next, undo } = desk;
  const look = useLook(item);
  useDeskKeys(review, desk, { ...keys, ...look.keys, '?': onKeys });
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
