/** Request bodies and their values. */
export const body = {
  /** Files of the maximum size held in memory at the same time. */
  filesInMemory: 10,
  /** A form or a JSON body. */
  formBytes: 256 * 1024,
  /**
   * Form or JSON body of an endpoint that sends messages: up to 32,000 characters of content, possibly escaped
   * twice.
   */
  messageFormBytes: 1024 * 1024,
  /**
   * Parts of a multipart body. A list may name 200 conversations, each in its own field; content has at most 32,000
   * characters.
   */
  multipart: { files: 1, fields: 250, fieldSize: 128 * 1024, parts: 251 },
  /** Total bytes of files from callers who are not signed in, held in memory at the same time. */
  strangersFileBytes: 64 * 1024 * 1024,
  /** Bodies with a base64 photo from callers who are not signed in, held in memory at the same time. */
  strangersLargeBodies: 4,
  /** Bodies with a base64 photo, held in memory at the same time. */
  largeBodiesInMemory: 8,
  /** Size of the rest of a body that contains a base64 photo. */
  besidePhotoBytes: 64 * 1024,
  /** Form values above this size are read in one piece. */
  largeValueBytes: 64 * 1024,
  /** Values in one request, in any encoding. */
  values: 1000,
  /** Values in one JSON text: a list may name 5,000 people. */
  jsonValues: 6000,
  /** Notification from an app store. */
  storeNotificationBytes: 256 * 1024,
  /** Nesting depth of JSON from a client; the contracts need at most half of it. */
  jsonDepth: 32,
  /** Numbers per JSON text whose spelling is preserved, so that 1.10 stays 1.10; later ones become doubles. */
  spelledNumbers: 2000,
  /** The longest number whose spelling is kept. */
  spelledNumberCharacters: 64,
  /** No valid token is longer. */
  tokenCharacters: 2000,
  /** No valid time is longer, including surrounding blanks. */
  timeCharacters: 64,
  /** Response of an app store. */
  storeAnswerBytes: 1024 * 1024,
} as const;
