import { createStore } from 'zustand/vanilla';
import type { Call } from '../../client/calls/calls.js';

/** The call that somebody has asked for, until the part of the page that makes calls has taken it. */
export const wanted = createStore<{
  readonly call: Pick<Call, 'listId' | 'peerId' | 'medium'> | undefined;
}>(() => ({ call: undefined }));
