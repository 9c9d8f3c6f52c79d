/** User-written text. */
export const text = {
  /** Content of a message, as JSON. */
  contentCharacters: 32_000,
  /** The same in bytes: an entry must fit into one frame of the realtime protocol. */
  contentBytes: 60_000,
  /** Text of a message. */
  messageCharacters: 10_000,
  /** Beginning of a message that another one quotes. */
  quoteCharacters: 100,
  /** Part of a message that a search has found. */
  excerptCharacters: 140,
  /** What a member has begun to write. */
  draftCharacters: 2000,
  /** Message from one device of a call to the other: a description of a session with video has some 8 KB. */
  callSignalBytes: 16_000,
  /** Nesting depth of a message's content. */
  contentDepth: 8,
  /** Name of a person or thing. */
  nameCharacters: 50,
  /** Title of a video. */
  videoTitleCharacters: 200,
  /** Comment on a video. */
  videoCommentCharacters: 500,
  /** Name of a video category. */
  videoCategoryCharacters: 30,
  /** Text of a moment. */
  momentCharacters: 2000,
  /** Comment on a moment. */
  momentCommentCharacters: 500,
  /** Greeting from a tenant's default friends. */
  defaultGreetingCharacters: 1000,
  /** Greeting in a friend request. */
  friendGreetingCharacters: 200,
  /** Notice of a group. */
  noticeCharacters: 2000,
  /** Title or name of a published page. */
  pageTitleCharacters: 200,
  /** Summary below such a title. */
  pageSummaryCharacters: 500,
  /** URL on a published page. */
  pageUrlCharacters: 2000,
  /** Body of a published page. */
  pageBodyCharacters: 60_000,
  /** Text of an appeal against a sanction. */
  appealCharacters: 2000,
  /** Parts of a report reason. */
  reasonCharacters: { tag: 32, title: 64, description: 200 },
  letterCharacters: 2000,
  /** What a sticker of the operator shows. */
  stickerNameCharacters: 40,
  /** Tag of a card. */
  tagCharacters: 20,
  /** First line of standard input, from which a command reads a password. */
  passwordInputBytes: 4096,
  /** Password. */
  passwordCharacters: 256,
  /** User name that is not an e-mail address. */
  usernameCharacters: 20,
  /** Code units of an e-mail address. */
  emailUnits: 100,
  /** The longest address that SMTP carries. */
  mailAddressUnits: 254,
  /** Code units of a user name or e-mail address before normalization. */
  usernameUnits: 400,
  /** Remark or signature line. */
  lineCharacters: 50,
  /** Texts of a plan. */
  planCharacters: 200,
  /** Name or address of a place. */
  placeCharacters: 500,
  /** Name of a file. */
  fileNameCharacters: 255,
  /** Text of a report. */
  reportCharacters: 1000,
  /** Search term. */
  searchCharacters: 50,
  /** Combining marks per letter: Burmese needs five, Tibetan stacks seven. */
  marksOnLetter: 8,
  /** Consecutive marks without a script of their own, such as accents: Vietnamese needs two, the Koran three. */
  accentsOnLetter: 4,
  /** Code units per allowed character of a text before normalization, plus a fixed reserve. */
  unitsOfCharacter: 4,
  spareUnits: 1000,
  /** Prefix of an invalid value that an error message repeats. */
  shownValueCharacters: 64,
} as const;
