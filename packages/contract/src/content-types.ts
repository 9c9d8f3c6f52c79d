/**
 * The types of messages by name: `content_type` of the Chat API, `type` of an entry in `kith.v1`. The type determines the
 * members of the content. A client shows a type that is not here as a message that it cannot show.
 */
export const CONTENT_TYPES = {
  text: 0,
  /** `length` is "mm:ss". The web client adds `peaks`: the loudness in forty steps from 0 to 100. */
  voice: 1,
  /** `w` and `h` are pixels. */
  image: 2,
  /** `full_movie` is the still. The web client adds `w` and `h`. */
  video: 3,
  /** A file of old clients; today's are `attachment`. */
  file: 4,
  redPacket: 5,
  /** The result of a call. */
  videoCall: 6,
  voiceCall: 7,
  card: 8,
  poke: 9,
  location: 10,
  attachment: 11,
  /** A step of a call between old clients. */
  callSignal: 15,
} as const;

/** The name of a type of messages. */
export type ContentName = keyof typeof CONTENT_TYPES;

const NAMES: ReadonlyMap<number, ContentName> = new Map(
  // Object.entries widens the keys.
  Object.entries(CONTENT_TYPES).map(([name, type]) => [type, name as ContentName]),
);

/** The name of a type, or undefined if this version does not know it. */
export function contentNameOf(type: number): ContentName | undefined {
  return NAMES.get(type);
}
