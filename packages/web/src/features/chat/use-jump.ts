import { useEffect, useLayoutEffect, useState } from 'react';
import type { Virtualizer } from '@tanstack/react-virtual';
import type { Conversation } from '../../client/messages/conversation.js';
import type { Row } from '../../client/messages/rows.js';
import { toast } from '../../ui/toast.js';
import { useRefusal } from '../account/index.js';
import { useChatState, useChatStore } from './chat-state.js';

interface JumpOptions {
  readonly conversation: Conversation;
  readonly rows: readonly Row[];
  readonly virtual: Virtualizer<HTMLDivElement, Element>;
  readonly isPlaced: boolean;
}

/** So long a message that was jumped to is marked. */
const FLASH_MS = 1600;
/** So long it stays in the middle while rows are loaded around it. */
const SETTLE_MS = 400;

/** Jumps to messages: what is around them is loaded first; then they are scrolled to and marked for a moment. */
export function useJump({ conversation, rows, virtual, isPlaced }: JumpOptions) {
  const refusalOf = useRefusal();
  const store = useChatStore(conversation);
  const target = useChatState(conversation, (state) => state.target);
  const [loaded, setLoaded] = useState<number>();
  const [flash, setFlash] = useState<number>();
  /** Where the reader was, the last place at the end. */
  const [places, setPlaces] = useState<readonly number[]>([]);

  useEffect(() => {
    if (target === undefined || !isPlaced) return;
    store.setState({ target: undefined });
    conversation.showAround(target).then(
      () => setLoaded(target),
      (error: unknown) => toast(refusalOf(error)),
    );
    // eslint-disable-next-line react/exhaustive-deps -- a new wording of refusals is no new target
  }, [conversation, store, target, isPlaced]);

  useLayoutEffect(() => {
    if (loaded === undefined) return;
    const first = rows.find((row) => seqOf(row) !== undefined);
    const index = rows.findIndex((row) => (seqOf(row) ?? 0) >= loaded);
    // The rows around it come with the next frame.
    if (!first || (seqOf(first) ?? 0) > loaded || index < 0) return;
    virtual.scrollToIndex(index, { align: 'center' });
    setFlash(seqOf(rows[index]));
  }, [virtual, rows, loaded]);

  useEffect(() => {
    if (flash === undefined) return undefined;
    const timers = [
      setTimeout(() => setLoaded(undefined), SETTLE_MS),
      setTimeout(() => setFlash(undefined), FLASH_MS),
    ];
    return () => timers.forEach(clearTimeout);
  }, [flash]);

  return {
    flash,
    hasPlaces: places.length > 0,
    jump: (seq: number, from?: number) => {
      if (from !== undefined) setPlaces((so) => [...so, from]);
      store.setState({ target: seq });
    },
    goBack: () => {
      store.setState({ target: places.at(-1) });
      setPlaces((so) => so.slice(0, -1));
    },
  };
}

function seqOf(row: Row | undefined): number | undefined {
  return row && 'entry' in row ? row.entry?.seq : undefined;
}
