import { useEffect, useEffectEvent, useRef } from 'react';
import { useStore } from 'zustand';
import type { Item, Review } from '../review/index.js';

/** Keeps the address and the open item the same: opens the one that a link names, and writes the one that is open. */
export function useAddress<I extends Item>(
  { store, open, add }: Review<I>,
  wanted: number | undefined,
  {
    find,
    write,
    onMissing,
  }: {
    /** Loads an item that is not on the loaded pages. */
    readonly find: (id: number) => Promise<I>;
    readonly write: (id: number | undefined) => void;
    readonly onMissing: (error: unknown) => void;
  },
): void {
  const isLoaded = useStore(store, (queue) => queue.isLoaded);
  const openId = useStore(store, (queue) => queue.openId);
  const written = useRef<number>(undefined);
  const follow = useEffectEvent((id: number) => {
    written.current = id;
    if (store.getState().items.some((item) => item.id === id)) open(id);
    else find(id).then(add, onMissing);
  });
  const keep = useEffectEvent(() => {
    const { openId: now } = store.getState();
    if (now === written.current) return;
    written.current = now;
    write(now);
  });
  useEffect(() => {
    if (isLoaded && wanted !== undefined && wanted !== written.current) follow(wanted);
  }, [isLoaded, wanted]);
  useEffect(() => {
    if (isLoaded) keep();
  }, [isLoaded, openId]);
}
