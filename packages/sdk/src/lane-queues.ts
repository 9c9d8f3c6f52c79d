import type { RealtimeError } from './realtime-error.js';

/** A request that waits for its answer. */
export interface Request<Tag, Answer> {
  readonly tag: Tag;
  readonly frame: string;
  readonly isPassing: boolean;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: RealtimeError) => void;
}

/** The requests of one conversation; the first may be pending. */
export interface Lane<Tag, Answer> {
  queue: Request<Tag, Answer>[];
  isUnderWay: boolean;
  retry: ReturnType<typeof setTimeout> | undefined;
}

/** The queues of all lanes, and their totals. */
export interface Queues<Tag, Answer> {
  lanes(): Iterable<Lane<Tag, Answer>>;
  /** The lane, if its first request is pending. */
  laneUnderWay(name: string): Lane<Tag, Answer> | undefined;
  /** The number of requests. */
  size(): number;
  /** The number of pending requests. */
  underWayCount(): number;
  add(name: string, request: Request<Tag, Answer>): void;
  /** The first request of the lane becomes pending. */
  begin(lane: Lane<Tag, Answer>): void;
  /** The pending request waits again. */
  interrupt(lane: Lane<Tag, Answer>): void;
  /** Interrupts all lanes, and drops the requests that belong to one socket. */
  interruptAll(): void;
  /** Removes and returns the pending request of a lane. */
  remove(name: string): Request<Tag, Answer> | undefined;
  /** Removes and returns all requests. */
  clear(): Request<Tag, Answer>[];
}

/** Creates queues without lanes. */
export function createQueues<Tag, Answer>(): Queues<Tag, Answer> {
  const lanes = new Map<string, Lane<Tag, Answer>>();
  let size = 0;
  let underWayCount = 0;

  function laneUnderWay(name: string): Lane<Tag, Answer> | undefined {
    const lane = lanes.get(name);
    return lane?.isUnderWay ? lane : undefined;
  }

  function interrupt(lane: Lane<Tag, Answer>): void {
    if (!lane.isUnderWay) return;
    lane.isUnderWay = false;
    underWayCount -= 1;
  }

  function removeIfEmpty(name: string, lane: Lane<Tag, Answer>): void {
    if (lane.queue.length > 0) return;
    clearTimeout(lane.retry);
    lanes.delete(name);
  }

  return {
    lanes: () => lanes.values(),
    laneUnderWay,
    size: () => size,
    underWayCount: () => underWayCount,
    add: (name, request) => {
      const lane = lanes.get(name) ?? { queue: [], isUnderWay: false, retry: undefined };
      lane.queue.push(request);
      lanes.set(name, lane);
      size += 1;
    },
    begin: (lane) => {
      lane.isUnderWay = true;
      underWayCount += 1;
    },
    interrupt,
    interruptAll: () => {
      for (const [name, lane] of lanes) {
        interrupt(lane);
        size -= lane.queue.length;
        lane.queue = lane.queue.filter((request) => !request.isPassing);
        size += lane.queue.length;
        removeIfEmpty(name, lane);
      }
    },
    remove: (name) => {
      const lane = laneUnderWay(name);
      if (!lane) return undefined;
      interrupt(lane);
      const request = lane.queue.shift();
      size -= 1;
      removeIfEmpty(name, lane);
      return request;
    },
    clear: () => {
      const all = [...lanes.values()];
      lanes.clear();
      size = 0;
      for (const lane of all) clearTimeout(lane.retry);
      return all.flatMap((lane) => lane.queue);
    },
  };
}
