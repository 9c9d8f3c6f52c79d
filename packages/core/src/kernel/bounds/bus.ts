/** The bus between the nodes of one installation. */
export const bus = {
  /** A larger event travels as ids, and each receiver loads it. */
  eventBytes: 16 * 1024,
  /** The largest signal. */
  signalBytes: 4_000,
  /** Each node says its number this often. */
  beatEveryMs: 1_000,
  /** The events of a node that was not heard for this long are looked for in the database. */
  silentForMs: 3_000,
  /** A node that was not heard for this long is gone. */
  nodeAliveMs: 10_000,
} as const;
