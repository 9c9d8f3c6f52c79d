import { bounds, DomainError, invalid } from '../kernel/index.js';

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
type Check = (content: Content) => void;

/** What each type that people may send must hold; other members are kept as they are. */
const checks: Readonly<Record<number, Check>> = {
  [CONTENT.text]: (content) => {
    const text = content['text'];
    if (typeof text !== 'string' || text.trim() === '') throw invalid('content.text');
    if (text.length > bounds.text.messageCharacters)
      throw new DomainError('too_large', undefined, {
        field: 'content',
        limit: bounds.text.messageCharacters,
      });
    textOrNothing(content, 'user_id');
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
  check(content as Content);
  return encode(content as Content);
}

/**
 * A content whose addresses of chat files stand in this conversation, whichever they were copied from: a list id is
 * told to the members of its conversation alone, and files are found by their names. Takes and answers JSON text.
 */
export function addressedTo(listId: string, json: string): string {
  return json.includes('/') ? json.replaceAll(FILE_ADDRESS, listId) : json;
}

/** The list id at the beginning of a value, or in the path of a chat file, as JSON text has it. */
const FILE_ADDRESS = /(?<=(?:"|static\/chat)\/{0,2})[0-9a-f]{32}(?=\/)/gi;

/** JSON text of a content that the server made. */
export function encode(content: Content): string {
  if (depthOf(content) > bounds.text.contentDepth) throw invalid('content');
  const json = JSON.stringify(content);
  if (json.length > bounds.text.contentCharacters || Buffer.byteLength(json) > bounds.text.contentBytes)
    throw new DomainError('too_large', undefined, { field: 'content', limit: bounds.text.contentCharacters });
  if (UNSTORABLE.test(json)) throw invalid('content');
  return json;
}

// JSON.stringify escapes NUL and lone surrogates; an even number of backslashes before is text of its own.
const UNSTORABLE = /(?:^|[^\\])(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

const FILE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._/-]{0,255}$/;

function fileName(content: Content, ...names: string[]): void {
  const given = names.map((name) => content[name]).filter((value) => value !== undefined && value !== '');
  const isGood = given.every(
    (value) => typeof value === 'string' && FILE_NAME.test(value) && !value.includes('..'),
  );
  if (given.length === 0 || !isGood) throw invalid(`content.${names[0]}`);
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
