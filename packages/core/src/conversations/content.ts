import {
  boundMarks,
  bounds,
  cleanFileName,
  cutLine,
  DomainError,
  invalid,
  isBlank,
  isLongerThan,
  isStorable,
  stringifyWithSpelling,
  unitsFor,
  withMembers,
} from '../kernel/index.js';
import type { SavedFile } from '../media/index.js';

/*
 * A content is stored as clients write it: its members are those of the Chat API, which `kith.v1` shares. Only this
 * file of core knows their names.
 */

/** The content types of the Chat API that exist as messages. */
export const CONTENT = {
  text: 0,
  voice: 1,
  image: 2,
  video: 3,
  file: 4,
  redPacket: 5,
  videoCall: 6,
  voiceCall: 7,
  card: 8,
  poke: 9,
  location: 10,
  attachment: 11,
  callSignal: 15,
} as const;

/** The types whose messages name uploaded files. The batch statement has the same list. */
export const NAMES_FILES: ReadonlySet<number> = new Set([
  CONTENT.voice,
  CONTENT.image,
  CONTENT.video,
  CONTENT.file,
  CONTENT.attachment,
]);

/** The member of a text that names the mentioned accounts. */
const MENTIONED = 'user_id';

type Content = Readonly<Record<string, unknown>>;
/** Throws for an invalid content; returns the members that are stored differently from the input. */
type Check = (content: Content) => Content | void;

/** The required members of each type that users may send; other members are kept unchanged. */
const checks: Readonly<Record<number, Check>> = {
  [CONTENT.text]: (content) => {
    textOrNothing(content, MENTIONED);
    return { text: cleanText(content['text']) };
  },
  [CONTENT.voice]: (content) => {
    fileName(content, 'url', 'full_url');
    textOrNothing(content, 'length');
  },
  [CONTENT.image]: (content) => fileName(content, 'url', 'full_url'),
  [CONTENT.video]: (content) => fileName(content, 'url', 'full_url'),
  [CONTENT.location]: (content) => {
    if (!isDegree(content['latitude'], 90) || !isDegree(content['longitude'], 180))
      throw invalid('content.latitude');
    textOrNothing(content, 'name');
    textOrNothing(content, 'address');
    return { ...placeIn(content, 'name'), ...placeIn(content, 'address') };
  },
  [CONTENT.attachment]: (content) => {
    fileName(content, 'url', 'full_url');
    textOrNothing(content, 'name');
  },
  [CONTENT.callSignal]: (content) => {
    if (content['type'] !== 1 && content['type'] !== 2) throw invalid('content.type');
  },
};

/**
 * Validates a content and returns the JSON text to store. Throws `invalid` if users cannot send the type, if a member
 * is missing or has the wrong type, or if a text cannot be stored; `too_large` if a limit is exceeded.
 */
export function encodeContent(type: number, content: unknown): string {
  const check = checks[type];
  if (!check) throw invalid('content_type');
  if (typeof content !== 'object' || content === null || Array.isArray(content)) throw invalid('content');
  const sent = content as Content;
  return encode(withMembers(sent, { ...fileNameIn(type, sent), ...check(sent) }));
}

/**
 * Rewrites addresses of chat files to this conversation's list id, whichever they were copied from: a list id is known
 * only to members of its conversation, and files are found by name. Takes and returns JSON text.
 */
export function addressedTo(listId: string, json: string): string {
  return json.includes('/') ? json.replaceAll(FILE_ADDRESS, listId) : json;
}

/** The list id at the start of a value or before the name of a chat file, in JSON text. */
const FILE_ADDRESS = /(?<=(?:"|static\/chat)\/{0,2})[0-9a-f]{32}(?=\/)|[0-9a-f]{32}(?=\/+[0-9a-f]{32}[._])/gi;

/** JSON text of a content made by the server. Throws `invalid` or `too_large`. */
export function encode(content: Content): string {
  if (depthOf(content) > bounds.text.contentDepth) throw invalid('content');
  const json = stringifyWithSpelling(content);
  if (json.length > bounds.text.contentCharacters || Buffer.byteLength(json) > bounds.text.contentBytes)
    throw new DomainError('too_large', undefined, { field: 'content', limit: bounds.text.contentCharacters });
  if (UNSTORABLE.test(json)) throw invalid('content');
  return json;
}

// JSON.stringify escapes NUL and unpaired surrogates; after an even number of backslashes, it is literal text.
const UNSTORABLE = /(?:^|[^\\])(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** The content of a picture that was uploaded for a conversation, before it is encoded. */
export function pictureContent(
  listId: string,
  { name, width = 0, height = 0 }: Pick<SavedFile, 'name' | 'width' | 'height'>,
): Content {
  const path = `${listId}/${name}`;
  return { url: path, full_url: path, w: width, h: height };
}

/** The member of a name card that identifies the account. */
export const CARD_PERSON = 'user_id';

/** The content of a name card. Picture and name are looked up for display, so that they stay current. */
export function encodeCard(person: { readonly id: number; readonly nickname: string }): string {
  return encode({ [CARD_PERSON]: person.id, nickname: person.nickname });
}

/** The id on a name card that a client sends. Throws `invalid`. */
export function personOnCard(content: unknown): number {
  const id = (content as Content | null)?.[CARD_PERSON];
  if (typeof id !== 'number' || !Number.isInteger(id)) throw invalid(`content.${CARD_PERSON}`);
  return id;
}

/** The content of a name card whose person the viewer may not see. */
export const HIDDEN_CARD = encodeCard({ id: 0, nickname: '' });

/** Whether a stored content burns after it is read. The database's `burns_after_reading` has the same rule. */
export function burnsAfterReading(json: string): boolean {
  const { yhjf } = JSON.parse(json) as Content;
  return yhjf === true || yhjf === 1 || yhjf === 'true' || yhjf === '1';
}

const FILE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._/-]{0,255}$/;

function fileName(content: Content, ...names: string[]): void {
  const given = names.map((name) => content[name]).filter((value) => value !== undefined && value !== '');
  const isGood = given.every(
    (value) => typeof value === 'string' && FILE_NAME.test(value) && !value.includes('..'),
  );
  if (given.length === 0 || !isGood) throw invalid(`content.${names[0]}`);
}

/** Validates the text of a message: kept as written, without excess marks that would cover other lines. */
function cleanText(text: unknown): string {
  const { messageCharacters } = bounds.text;
  const tooLarge = () =>
    new DomainError('too_large', undefined, { field: 'content', limit: messageCharacters });
  if (typeof text !== 'string') throw invalid('content.text');
  if (text.length > unitsFor(messageCharacters)) throw tooLarge();
  if (!isStorable(text)) throw invalid('content');
  // Long text is composed first: in decomposed form it would not fit into a frame.
  const words = boundMarks(text.length > messageCharacters ? text.normalize('NFC') : text);
  if (isBlank(words)) throw invalid('content.text');
  if (isLongerThan(words, messageCharacters)) throw tooLarge();
  return words;
}

/** The cleaned file name of any type of message, except those whose `name` is not a file name. */
function fileNameIn(type: number, { name }: Content): Content {
  return typeof name === 'string' && type !== CONTENT.text && type !== CONTENT.location
    ? { name: cleanFileName(storable(name)) }
    : {};
}

function placeIn(content: Content, member: 'name' | 'address'): Content {
  const value = content[member];
  return typeof value === 'string' ? { [member]: cutLine(storable(value), bounds.text.placeCharacters) } : {};
}

function storable(text: string): string {
  if (!isStorable(text)) throw invalid('content');
  return text;
}

function textOrNothing(content: Content, name: string): void {
  const value = content[name];
  if (value !== undefined && value !== null && typeof value !== 'string' && typeof value !== 'number') {
    throw invalid(`content.${name}`);
  }
}

function isDegree(value: unknown, limit: number): boolean {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Math.abs(number) <= limit;
}

function depthOf(value: unknown, depth = 1): number {
  if (depth > bounds.text.contentDepth || typeof value !== 'object' || value === null) return depth;
  let deepest = depth;
  for (const member of Object.values(value)) deepest = Math.max(deepest, depthOf(member, depth + 1));
  return deepest;
}
