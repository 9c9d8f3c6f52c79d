import type { DialectName, Seat, Stream } from '../task.js';

/** Seconds of processor time. */
export interface CpuSeconds {
  readonly server: number;
  readonly database: number;
}

/** A server under test, in processes of its own, with fresh data. */
export interface Subject {
  readonly port: number;
  /** How messages are sent to it. */
  readonly dialect: DialectName;
  /** Creates rooms with members who may write there. */
  seat(rooms: number, size: number): Promise<Seat[][]>;
  /** The archive's number of messages; undefined without one. */
  countStored(): Promise<number | undefined>;
  /** Rows that the archive holds for a message to a room of `size` members. */
  rowsPerMessage(size: number): number;
  /** Fills the archive with about `count` messages in the rooms, the first one the largest. */
  fill?(rooms: readonly (readonly Seat[])[], count: number): Promise<Stream[]>;
  cpuSeconds(): CpuSeconds;
  /** Resident memory of the server's processes, without the database. */
  memoryBytes(): number;
  /** The settings of its database that were changed from the defaults. */
  readonly settings: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** The number of messages in each room if the second has half as many as the first, the third a third, and so on. */
export function zipf(rooms: number, total: number): number[] {
  const weights = Array.from({ length: rooms }, (_, i) => 1 / (i + 1));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => Math.max(1, Math.round((total * weight) / sum)));
}
