import { randomUUID } from 'node:crypto';
import type { DomainEvent } from '@kith/core/kernel';
import type { NodeBus } from '@kith/core/ports';

/** A node of a bus in memory. */
export interface MemoryNode extends NodeBus {
  /** Signals that this node has sent. */
  readonly sent: { readonly topic: string; readonly data: string }[];
  /** Whether the others hear a signal; by default they do. */
  carries: (topic: string, data: string) => boolean;
  /** Joins the others. */
  join(): void;
  /** Leaves without a word, and is missed. */
  die(): void;
}

/** Connects nodes within a process, at once and in order. */
export function makeMemoryBus(): () => MemoryNode {
  const members = new Map<string, Member>();
  return () => {
    const member = new Member(members);
    return member;
  };
}

class Member implements MemoryNode {
  readonly nodeId = randomUUID();
  readonly sent: { readonly topic: string; readonly data: string }[] = [];
  carries: (topic: string, data: string) => boolean = () => true;
  readonly #alive = new Set<string>();
  readonly #signals = new Map<string, (data: string, from: string) => void>();
  #events: (event: DomainEvent, from: string) => void = () => undefined;
  #changes: Parameters<NodeBus['onNode']>[0] = () => undefined;

  readonly members: Map<string, Member>;

  constructor(members: Map<string, Member>) {
    this.members = members;
  }

  join(): void {
    this.members.set(this.nodeId, this);
    for (const other of this.#others()) {
      this.#note(other.nodeId, true);
      other.#note(this.nodeId, true);
    }
  }

  die(): void {
    this.members.delete(this.nodeId);
    for (const other of this.members.values()) other.#note(this.nodeId, false);
  }

  isFlowing(): boolean {
    return true;
  }

  publish(event: DomainEvent): void {
    for (const other of this.#others()) other.#events(event, this.nodeId);
  }

  signal(topic: string, data: string): void {
    this.sent.push({ topic, data });
    if (!this.carries(topic, data)) return;
    for (const other of this.#others()) other.#signals.get(topic)?.(data, this.nodeId);
  }

  onEvent(receive: (event: DomainEvent, from: string) => void): void {
    this.#events = receive;
  }

  onSignal(topic: string, receive: (data: string, from: string) => void): void {
    this.#signals.set(topic, receive);
  }

  nodes(): ReadonlySet<string> {
    return this.#alive;
  }

  onNode(receive: Parameters<NodeBus['onNode']>[0]): void {
    this.#changes = receive;
  }

  close(): Promise<void> {
    this.die();
    return Promise.resolve();
  }

  #note(nodeId: string, isAlive: boolean): void {
    if (isAlive) this.#alive.add(nodeId);
    else this.#alive.delete(nodeId);
    this.#changes({ nodeId, isAlive });
  }

  *#others(): Iterable<Member> {
    if (this.members.has(this.nodeId)) for (const one of this.members.values()) if (one !== this) yield one;
  }
}
