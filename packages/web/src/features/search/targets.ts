import type { imShapes, realtime } from '@kith/contract';
import { fold } from '../../client/fold.js';

/** Where a result leads. */
export type Target =
  | {
      readonly kind: 'person';
      readonly id: number;
      readonly name: string;
      readonly photo: string;
      /** The chat with the person; empty if there is none yet. */
      readonly listId: string;
    }
  | { readonly kind: 'group'; readonly listId: string; readonly name: string; readonly photo: string }
  | {
      readonly kind: 'message';
      readonly listId: string;
      readonly name: string;
      readonly photo: string;
      readonly message: realtime.FoundMessage;
    };

export type Place = Exclude<Target, { kind: 'message' }>;

/** Names of people and groups that fit on a screen beside the messages. */
const MOST = 6;

/** The friends whose names contain a text, or begin with it when read aloud. */
export function findPeople(letters: readonly imShapes.LetterGroup[], text: string): readonly Place[] {
  const people = letters.flatMap(({ letter, data }) => data.map((one) => ({ ...one, letter })));
  return best(
    people,
    text,
    ({ name }) => name,
    ({ letter }) => letter,
  ).map(({ user_id: id, name, photo, list_id: listId }) => ({
    kind: 'person',
    id,
    name,
    photo,
    listId,
  }));
}

/** The groups whose names contain a text. */
export function findGroups(groups: readonly imShapes.ChatRow[], text: string): readonly Place[] {
  return best(groups, text, ({ show_name: name }) => name).map((chat) => ({
    kind: 'group',
    listId: chat.list_id,
    name: chat.show_name,
    photo: chat.photo_path,
  }));
}

/** Those with the text at the beginning of the name first, then at the beginning of a word, at last by the letter of the reading. */
function best<T>(
  all: readonly T[],
  text: string,
  nameOf: (one: T) => string,
  letterOf?: (one: T) => string,
): readonly T[] {
  const wanted = fold(text).trim();
  if (wanted === '') return [];
  return all
    .map((one) => ({ one, rank: rankOf(fold(nameOf(one)), wanted, fold(letterOf?.(one) ?? '')) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ one }) => one);
}

const NO_MATCH = 4;

function rankOf(name: string, wanted: string, letter: string): number {
  if (name.startsWith(wanted)) return 0;
  if (name.includes(` ${wanted}`)) return 1;
  if (name.includes(wanted)) return 2;
  return letter === wanted ? 3 : NO_MATCH;
}

/** The found messages with the names and pictures of their chats. */
export function messageTargets(
  { found, conversations }: Pick<realtime.SearchFrame, 'found' | 'conversations'>,
  faceOf: (chat: FoundChat) => { readonly name: string; readonly photo: string },
): readonly Target[] {
  const faces = new Map(conversations.map((chat) => [chat.to, faceOf(chat)]));
  return found.map((message) => {
    const { name = '', photo = '' } = faces.get(message.to) ?? {};
    return { kind: 'message', listId: message.to, name, photo, message };
  });
}

type FoundChat = realtime.SearchFrame['conversations'][number];

/** The same for the same place. */
export function keyOf(target: Target): string {
  if (target.kind === 'person') return `person ${target.id}`;
  return target.kind === 'group' ? `group ${target.listId}` : `${target.listId} ${target.message.seq}`;
}
