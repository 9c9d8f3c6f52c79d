import {
  boundMarks,
  bounds,
  cleanFileName,
  countCharacters,
  cutLine,
  DomainError,
  invalid,
  isBlank,
  isStorable,
  stringifyWithSpelling,
  unitsFor,
  withMembers,
} from '../kernel/index.js';

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

type Content = Readonly<Record<string, unknown>>;
/** Throws for a content that is wrong; answers what of it is stored otherwise than it was sent. */
type Check = (content: Content) => Content | void;

/** What each type that people may send must hold; other members are kept as they are. */
const checks: Readonly<Record<number, Check>> = {
  [CONTENT.text]: (content) => {
    textOrNothing(content, 'user_id');
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
 * The content as the JSON text that is stored. Throws `invalid` when the type cannot be sent by people,
 * a member is missing or has the wrong type, or a text cannot be stored; `too_large` over the limits.
 */
export function encodeContent(type: number, content: unknown): string {
  const check = checks[type];
  if (!check) throw invalid('content_type');
  if (typeof content !== 'object' || content === null || Array.isArray(content)) throw invalid('content');
  const sent = content as Content;
  return encode(withMembers(sent, { ...fileNameIn(type, sent), ...check(sent) }));
}

/**
 * A content whose addresses of chat files stand in this conversation, whichever they were copied from: a list id is
 * told to the members of its conversation alone, and files are found by their names. Takes and answers JSON text.
 */
export function addressedTo(listId: string, json: string): string {
  return json.includes('/') ? json.replaceAll(FILE_ADDRESS, listId) : json;
}

/** The list id at the beginning of a value, or before the name of a chat file, as JSON text has it. */
const FILE_ADDRESS = /(?<=(?:"|static\/chat)\/{0,2})[0-9a-f]{32}(?=\/)|[0-9a-f]{32}(?=\/+[0-9a-f]{32}[._])/gi;

/** JSON text of a content that the server made. */
export function encode(content: Content): string {
  if (depthOf(content) > bounds.text.contentDepth) throw invalid('content');
  const json = stringifyWithSpelling(content);
  if (json.length > bounds.text.contentCharacters || Buffer.byteLength(json) > bounds.text.contentBytes)
    throw new DomainError('too_large', undefined, { field: 'content', limit: bounds.text.contentCharacters });
  if (UNSTORABLE.test(json)) throw invalid('content');
  return json;
}

// JSON.stringify escapes NUL and lone surrogates; an even number of backslashes before is text of its own.
const UNSTORABLE = /(?:^|[^\\])(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** A name card as it is shown to somebody who may not see the person: of nobody. */
export const HIDDEN_CARD = encode({ user_id: 0, nickname: '' });

const FILE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._/-]{0,255}$/;

function fileName(content: Content, ...names: string[]): void {
  const given = names.map((name) => content[name]).filter((value) => value !== undefined && value !== '');
  const isGood = given.every(
    (value) => typeof value === 'string' && FILE_NAME.test(value) && !value.includes('..'),
  );
  if (given.length === 0 || !isGood) throw invalid(`content.${names[0]}`);
}

/** The words of a message: kept as they were written, but for marks that would cover other lines. */
function cleanText(text: unknown): string {
  const { messageCharacters } = bounds.text;
  const tooLarge = () =>
    new DomainError('too_large', undefined, { field: 'content', limit: messageCharacters });
  if (typeof text !== 'string') throw invalid('content.text');
  if (text.length > unitsFor(messageCharacters)) throw tooLarge();
  if (!isStorable(text)) throw invalid('content');
  // A long one is composed: written in pieces it would not fit into a frame.
  const words = boundMarks(text.length > messageCharacters ? text.normalize('NFC') : text);
  if (isBlank(words)) throw invalid('content.text');
  if (countCharacters(words) > messageCharacters) throw tooLarge();
  return words;
}

/** The shown name of a file, in whatever kind of message; a place has a name of another kind. */
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
  return Object.values(value).reduce(
    (deepest: number, member) => Math.max(deepest, depthOf(member, depth + 1)),
    depth,
  );
}
