import { CONTENT_TYPES } from '@kith/contract';
import type { KnownEntry } from '../../client/messages/runs.js';
import { burns, type MessageRow } from '../../client/messages/rows.js';
import { canBeFavourite } from '../favourites/index.js';
import { fileOf } from '../media/index.js';
import type { ChatStore, Edit } from './chat-state.js';

/** What can be done with a message. */
export interface Deeds {
  readonly reply: boolean;
  readonly react: boolean;
  readonly copy: boolean;
  readonly edit: boolean;
  readonly recall: boolean;
  readonly forward: boolean;
  readonly keep: boolean;
  readonly pin: boolean;
  /** The address of a picture that can become a sticker. */
  readonly sticker: string | undefined;
  readonly report: boolean;
}

/** What decides about it besides the message. */
export interface Standing {
  readonly listId: string;
  readonly now: number;
  /** So long own messages can be recalled, in milliseconds; 0 is for ever. */
  readonly recallMs: number;
  readonly isManager: boolean;
  readonly mayPin: boolean;
}

const TEXT = 0;
/** A call is over, and a poke was for one moment. */
const NOT_FORWARDED: readonly number[] = [6, 7, 9, 15];

/** What can be done with a message, as the server would allow it. */
export function deedsOf(row: MessageRow, { listId, now, recallMs, isManager, mayPin }: Standing): Deeds {
  const { entry, content, type, isOwn } = row;
  const isThere = entry !== undefined && !row.isRecalled && !entry.withheld;
  const stays = isThere && !burns(content);
  const isText = type === TEXT && typeof content['text'] === 'string';
  return {
    reply: isThere,
    react: isThere,
    copy: stays && isText,
    edit: isThere && isOwn && isText,
    recall: isThere && (isManager || (isOwn && (recallMs === 0 || now - row.time < recallMs))),
    forward: stays && !NOT_FORWARDED.includes(type),
    keep: stays && canBeFavourite(type),
    pin: isThere && mayPin,
    sticker: stays && type === CONTENT_TYPES.image ? fileOf(content, listId).url : undefined,
    report: isThere && !isOwn && row.alias === undefined,
  };
}

/** The change of the last own text, before anything is changed. */
export function editOf(entries: readonly KnownEntry[], ownId: number): Edit | undefined {
  const last = entries.findLast(
    ({ kind, from, recalled, type, content }) =>
      kind === 'message' &&
      from === ownId &&
      !recalled &&
      type === TEXT &&
      typeof content['text'] === 'string',
  );
  return last && beginEdit(last);
}

/** The change of a message, as it is now. */
export function beginEdit({ id, seq, content }: Pick<KnownEntry, 'id' | 'seq' | 'content'>): Edit {
  return { id, seq, content, text: String(content['text']), isBusy: false };
}

/** Leaves what was begun last: the change of a message, the reply, the selection, in this order. False: there is nothing. */
export function leave(store: ChatStore): boolean {
  const { edit, reply, selected } = store.getState();
  if (edit) store.setState({ edit: undefined });
  else if (reply) store.setState({ reply: undefined });
  else if (selected) store.setState({ selected: undefined });
  else return false;
  return true;
}
