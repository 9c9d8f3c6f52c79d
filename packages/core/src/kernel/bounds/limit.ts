/** Actions of one account or address within a period. */
export const limit = {
  /** Attempts for one confirmation code. */
  codeTries: 5,
  /** Attempts of a registration to find a free name. */
  registerAttempts: 5,
  /** Maximum duration of a temporary sanction. */
  sanctionHours: 24 * 3650,
  /** No address with zone, brackets and port is longer; longer text is not an address. */
  addressMaxCharacters: 100,
  /** Bits of the IPv6 network that limits count as one client; one line usually has a whole /64. */
  clientPrefixBits: 64,
  /** Bits of the network that limits count as one site. It may do `siteFactor` times as much as one client. */
  sitePrefixBits: 48,
  siteFactor: 16,
  /** Longer than any user name; guesses at longer names are counted by this prefix. */
  guessKeyCharacters: 100,
  /** Delay of the first guess after the free guesses of the limit `guess`; each further guess doubles it. */
  firstGuessWaitMs: 250,
  /** Maximum delay of a guess. */
  guessWaitMs: 5_000,
  /** A node tells the others of a key whenever it has used this part of a limit there: one eighth. */
  toldShare: 8,
  /** Keys of one limit of which a node remembers what it has not told yet. */
  untoldKeys: 50_000,
  /** How long a count in a shared store may take; then the node counts in its memory. */
  storeWithinMs: 500,
  /** Connections to the database for counting. */
  storeConnections: 2,
} as const;
