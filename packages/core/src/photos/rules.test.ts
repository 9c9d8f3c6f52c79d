import { describe, expect, it } from 'vitest';
import { isOpen, seenByOthers, seenByOwner, type Picture, type StoredPhoto } from './rules.js';

const picture = (fileId: string): Picture => ({ fileId, isAnimated: false, isRestricted: false });
const [now, before] = [picture('now'), picture('before')];
const hidden = { photoBeforeReview: 'hidden' } as const;
const visible = { photoBeforeReview: 'visible' } as const;

const waiting: StoredPhoto = { state: 'waiting', current: now, shown: null };
const replaced: StoredPhoto = { state: 'waiting', current: now, shown: before };
const approved: StoredPhoto = { state: 'approved', current: now, shown: now };
const refused: StoredPhoto = { state: 'refused', current: now, shown: null };

describe('others see', () => {
  it('an approved photo, also while its successor waits, and no refused one', () => {
    expect(seenByOthers(approved, hidden)).toEqual({ state: 'approved', picture: now, isOpen: true });
    expect(seenByOthers(replaced, hidden)).toEqual({ state: 'approved', picture: before, isOpen: true });
    expect(seenByOthers(refused, hidden)).toBeUndefined();
    expect(seenByOthers(refused, visible)).toBeUndefined();
  });

  it('a waiting photo without its picture, or with it if the tenant allows that', () => {
    expect(seenByOthers(waiting, hidden)).toEqual({ state: 'waiting', picture: null, isOpen: false });
    expect(seenByOthers(waiting, visible)).toEqual({ state: 'waiting', picture: now, isOpen: true });
    expect(seenByOthers(replaced, visible)).toEqual({ state: 'waiting', picture: now, isOpen: true });
  });
});

describe('the owner sees', () => {
  it('the last picture in any state, by a private link while others do not see it', () => {
    expect([waiting, replaced, approved, refused].map((photo) => seenByOwner(photo, hidden))).toEqual([
      { state: 'waiting', picture: now, isOpen: false },
      { state: 'waiting', picture: now, isOpen: false },
      { state: 'approved', picture: now, isOpen: true },
      { state: 'refused', picture: now, isOpen: false },
    ]);
    expect(seenByOwner(waiting, visible).isOpen).toBe(true);
  });

  it('no restricted picture', () => {
    const photo = { ...refused, current: { ...now, isRestricted: true } };
    expect(seenByOwner(photo, hidden)).toMatchObject({ state: 'refused', picture: null });
  });
});

it('everybody who knows the name may fetch shown pictures, and waiting ones if they are visible', () => {
  const [current, earlier] = [
    { isShown: false, isCurrent: true },
    { isShown: true, isCurrent: false },
  ];
  expect(isOpen({ state: 'waiting', ...earlier }, hidden)).toBe(true);
  expect(isOpen({ state: 'waiting', ...current }, hidden)).toBe(false);
  expect(isOpen({ state: 'waiting', ...current }, visible)).toBe(true);
  expect(isOpen({ state: 'refused', ...current }, visible)).toBe(false);
});
