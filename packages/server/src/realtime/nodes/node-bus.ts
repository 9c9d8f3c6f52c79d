import { bounds, type DomainEvent, type Log } from '@kith/core/kernel';
import type { BusCarrier, NodeBus, OpenCarrier } from '@kith/core/ports';
import { decodeBusFrame, encodeBusFrame, framesOf, type BusFrame, type EventReference } from './frames.js';
import type { Timing } from '../timing.js';
import { countEvent, makePeer, noteNumber, type Peer } from './peers.js';

/** Why events may be lost: a hole, a silent node, a node heard for the first time, or a carrier that was down. */
export type LossReason = 'hole' | 'silent' | 'new_node' | 'down' | 'failed_load';

/** Counters of the bus. */
export interface BusCounters {
  published(): void;
  gap(): void;
}

/** What the bus needs when events arrive, or may be lost. */
export interface LossHandlers {
  /** Loads the event of a reference. */
  load(reference: EventReference): Promise<DomainEvent | undefined>;
  /**
   * Is told when events may be lost, with the last sound moment (of `performance.now()`); resolves when they are found.
   */
  onLoss(reason: LossReason, sinceMs: number): Promise<void>;
}

/** A bus over a carrier, which can tell whether its own frames come back. */
export interface CarriedBus extends NodeBus {
  /** Opens the carrier. */
  start(handlers: LossHandlers): void;
}

/** Connects nodes through a carrier. Each node numbers its events, and repeats its number every second. */
export function makeNodeBus(options: {
  nodeId: string;
  open: OpenCarrier;
  log: Log;
  counters: BusCounters;
  timing: Pick<Timing, 'beatEveryMs' | 'nodeSilentForMs' | 'nodeAliveMs'>;
}): CarriedBus {
  return new NumberedBus(options);
}

class NumberedBus implements CarriedBus {
  readonly nodeId: string;
  readonly #options: Parameters<typeof makeNodeBus>[0];
  readonly #openedAt = performance.now();
  readonly #peers = new Map<string, Peer>();
  readonly #alive = new Set<string>();
  readonly #onEvent: ((event: DomainEvent, from: string) => void)[] = [];
  readonly #onNode: Parameters<NodeBus['onNode']>[0][] = [];
  readonly #topics = new Map<string, ((data: string, from: string) => void)[]>();
  /** The peers with missing events that are waited for. */
  readonly #awaited = new Set<Peer>();
  #carrier: BusCarrier | undefined;
  #handlers: LossHandlers | undefined;
  #timer: NodeJS.Timeout | undefined;
  #maxBytes = 0;
  #number = 0;
  #echoedAt = this.#openedAt;
  #isFlowing = false;
  #hasFlowed = false;
  #askedAt = 0;
  /** Until this moment, everything that was published while the carrier was down is found. */
  #soundWhenDownAt = 0;
  #isClosed = false;

  constructor(options: Parameters<typeof makeNodeBus>[0]) {
    this.#options = options;
    this.nodeId = options.nodeId;
  }

  start(handlers: LossHandlers): void {
    this.#handlers = handlers;
    this.#carrier = this.#options.open({
      frame: (text) => {
        const frame = this.#isClosed ? undefined : decodeBusFrame(text);
        if (frame) this.#receive(frame);
      },
      up: () => this.#beat('beat'),
      down: () => {
        this.#isFlowing = false;
      },
    });
    this.#maxBytes = Math.min(this.#carrier.frameBytes, bounds.bus.eventBytes) - HEAD_BYTES;
    this.#timer = setInterval(() => this.#tick(), this.#options.timing.beatEveryMs).unref();
  }

  publish(event: DomainEvent): void {
    for (const { type, body } of framesOf(event, this.#maxBytes)) {
      this.#number++;
      this.#options.counters.published();
      // While nothing comes back, frames would only pile up; the number tells the others that they missed some.
      if (this.#isFlowing) this.#send({ type, from: this.nodeId, number: this.#number, body });
    }
  }

  signal(topic: string, data: string): void {
    if (Buffer.byteLength(data) > bounds.bus.signalBytes)
      throw new Error(`A signal on ${topic} is too long.`);
    if (this.#isFlowing) this.#send({ type: 'signal', from: this.nodeId, topic, data });
  }

  onEvent(receive: (event: DomainEvent, from: string) => void): void {
    this.#onEvent.push(receive);
  }

  onSignal(topic: string, receive: (data: string, from: string) => void): void {
    this.#topics.set(topic, [...(this.#topics.get(topic) ?? []), receive]);
  }

  nodes(): ReadonlySet<string> {
    return this.#alive;
  }

  onNode(receive: Parameters<NodeBus['onNode']>[0]): void {
    this.#onNode.push(receive);
  }

  isFlowing(): boolean {
    return this.#isFlowing;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#beat('leave');
    this.#isClosed = true;
    await this.#carrier?.close();
  }

  #send(frame: BusFrame): void {
    this.#carrier?.send(encodeBusFrame(frame));
  }

  #beat(type: 'beat' | 'leave'): void {
    const uptimeMs = Math.round(performance.now() - this.#openedAt);
    this.#send({ type, from: this.nodeId, number: this.#number, uptimeMs });
  }

  #receive(frame: BusFrame): void {
    if (frame.from === this.nodeId) return this.#noteEcho();
    const peer = this.#meet(frame);
    switch (frame.type) {
      case 'event':
        if (countEvent(peer, frame.number)) this.#hand(frame.body, peer);
        break;
      case 'reference':
        if (countEvent(peer, frame.number)) void this.#handLoaded(frame.body, peer);
        break;
      case 'beat':
        this.#noteBeat(peer, frame);
        break;
      case 'leave':
        this.#noteBeat(peer, frame);
        this.#setAlive(peer, false);
        this.#peers.delete(peer.nodeId);
        break;
      case 'signal':
        for (const receive of this.#topics.get(frame.topic) ?? [])
          this.#guard(() => receive(frame.data, frame.from));
    }
    if (peer.missing.size > 0) this.#awaitMissing(peer);
  }

  #noteEcho(): void {
    const downSince = Math.max(this.#echoedAt, this.#soundWhenDownAt);
    this.#echoedAt = performance.now();
    if (this.#isFlowing) return;
    this.#isFlowing = true;
    // The first time, each node that is met tells what was missed.
    if (this.#hasFlowed) this.#ask('down', downSince, this.#peers.values());
    this.#hasFlowed = true;
  }

  #meet(frame: BusFrame): Peer {
    const now = performance.now();
    let peer = this.#peers.get(frame.from);
    if (!peer) this.#peers.set(frame.from, (peer = makePeer(frame.from, now)));
    peer.heardAt = now;
    if (frame.type !== 'leave') this.#setAlive(peer, true);
    return peer;
  }

  #noteBeat(peer: Peer, { number, uptimeMs }: Extract<BusFrame, { type: 'beat' | 'leave' }>): void {
    const now = performance.now();
    noteNumber(peer, number);
    if (peer.isNew) {
      peer.isNew = false;
      // It may have published before this node could hear it.
      const since = Math.max(this.#openedAt, this.#soundWhenDownAt, now - uptimeMs);
      if (number > 0) this.#ask('new_node', since, [peer]);
    }
    if (peer.missing.size === 0) peer.soundAt = now;
  }

  #hand(body: string, peer: Peer): void {
    this.#guard(() => {
      const event = JSON.parse(body) as DomainEvent; // encoded by `framesOf`
      for (const receive of this.#onEvent) receive(event, peer.nodeId);
    });
  }

  async #handLoaded(body: string, peer: Peer): Promise<void> {
    try {
      const event = await this.#handlers?.load(JSON.parse(body) as EventReference); // encoded by `framesOf`
      if (event) for (const receive of this.#onEvent) receive(event, peer.nodeId);
    } catch (error) {
      this.#options.log.warn({ err: error }, 'an event of another node could not be loaded');
      this.#ask('failed_load', performance.now(), []);
    }
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.log.error({ err: error }, 'a frame of another node could not be handled');
    }
  }

  /** Frames may overtake each other; what is still missing a moment later is lost. */
  #awaitMissing(peer: Peer): void {
    if (this.#awaited.has(peer)) return;
    this.#awaited.add(peer);
    setTimeout(() => {
      this.#awaited.delete(peer);
      if (peer.missing.size === 0 || this.#isClosed) return;
      peer.missing.clear();
      this.#options.counters.gap();
      this.#ask('hole', peer.soundAt, [peer]);
    }, bounds.bus.lateForMs).unref();
  }

  /** When the answer has come, everything up to the question is sound. */
  #ask(reason: LossReason, sinceMs: number, concerned: Iterable<Peer>): void {
    const at = performance.now();
    this.#askedAt = at;
    const peers = [...concerned];
    void this.#handlers?.onLoss(reason, sinceMs).then(() => {
      for (const peer of peers) peer.soundAt = Math.max(peer.soundAt, at);
      if (reason === 'down') this.#soundWhenDownAt = Math.max(this.#soundWhenDownAt, at);
    });
  }

  #tick(): void {
    const now = performance.now();
    const { nodeSilentForMs, nodeAliveMs } = this.#options.timing;
    this.#beat('beat');
    if (now - this.#echoedAt > nodeSilentForMs) this.#isFlowing = false;
    const silent: Peer[] = [];
    for (const peer of this.#peers.values()) {
      const silentMs = now - peer.heardAt;
      if (silentMs > nodeAliveMs) this.#setAlive(peer, false);
      if (silentMs > bounds.bus.rememberNodeMs) this.#peers.delete(peer.nodeId);
      if (silentMs > nodeSilentForMs && silentMs < bounds.bus.askForSilentMs) silent.push(peer);
    }
    if (now - this.#askedAt < bounds.bus.askEveryMs) return;
    if (!this.#isFlowing)
      this.#ask('down', Math.max(this.#echoedAt, this.#soundWhenDownAt), this.#peers.values());
    else if (silent.length > 0) this.#ask('silent', Math.min(...silent.map((peer) => peer.soundAt)), silent);
  }

  #setAlive(peer: Peer, isAlive: boolean): void {
    if (peer.isAlive === isAlive) return;
    peer.isAlive = isAlive;
    if (isAlive) this.#alive.add(peer.nodeId);
    else this.#alive.delete(peer.nodeId);
    for (const receive of this.#onNode) this.#guard(() => receive({ nodeId: peer.nodeId, isAlive }));
  }
}

/** More than the head of any frame takes. */
const HEAD_BYTES = 100;
