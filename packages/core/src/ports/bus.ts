import type { DomainEvent } from '../kernel/events.js';

/**
 * Connects the nodes of one installation. A node is one process start. Everything arrives at most once and in the order
 * of its sender. The bus detects lost events and repairs them from the database; lost signals stay lost.
 */
export interface NodeBus {
  /** This process start; random. */
  readonly nodeId: string;
  /** Publishes a committed event to all other nodes. The subscribers of this node have received it already. */
  publish(event: DomainEvent): void;
  /** Sends a short message, at most `bounds.bus.signalBytes`, to all other nodes. Nothing repeats a lost one. */
  signal(topic: string, data: string): void;
  /** Receives the events of other nodes. */
  onEvent(receive: (event: DomainEvent, from: string) => void): void;
  /** Receives the signals of other nodes on one topic. */
  onSignal(topic: string, receive: (data: string, from: string) => void): void;
  /** The other nodes that were heard within `bounds.bus.nodeAliveMs`. */
  nodes(): ReadonlySet<string>;
  /** Receives every change of `nodes`. */
  onNode(receive: (change: { readonly nodeId: string; readonly isAlive: boolean }) => void): void;
  /** Whether messages of this node reach the others, as far as it knows. */
  isFlowing(): boolean;
  /** Tells the other nodes that this one leaves, and disconnects. */
  close(): Promise<void>;
}

/**
 * Carries frames between nodes: at most once, and from each sender in order. Frames are texts; they are lost while the
 * carrier is unreachable, and nothing repeats them.
 */
export interface BusCarrier {
  /** The largest frame in bytes of UTF-8. */
  readonly frameBytes: number;
  /** Passes a frame to all connected nodes; this one may receive it too. Never throws and never waits. */
  send(frame: string): void;
  /** Whether frames reach other nodes now, as far as this node knows. */
  isUp(): boolean;
  /** Sends what still waits, and disconnects. */
  close(): Promise<void>;
}

/** Opens a carrier, which connects in the background and again after each disconnect. */
export type OpenCarrier = (receive: {
  /** A frame of any node. */
  frame(text: string): void;
  /** The carrier is connected, for the first time or again: frames before this moment may be lost. */
  up(): void;
  down(): void;
}) => BusCarrier;
