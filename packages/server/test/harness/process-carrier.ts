import type { OpenCarrier } from '@kith/core/ports';

/** What happens to a frame on its way to one node: the delays of its copies in milliseconds; none if it is lost. */
export type Fate = (frame: string) => readonly number[];

/** Connects the nodes of this process. */
export interface ProcessCarriers {
  readonly open: OpenCarrier;
  /** Cuts the connections of all nodes for a moment, or of one until `mend`. */
  cut(node?: number): void;
  mend(node: number): void;
}

interface Member {
  readonly receive: Parameters<OpenCarrier>[0];
  isUp: boolean;
}

/** Carries frames within the process, each in a later turn of the event loop, subject to `fate`. */
export function makeProcessCarriers(fate: Fate = () => [0]): ProcessCarriers {
  const members: Member[] = [];

  function deliver(member: Member, frame: string, delayMs: number): void {
    const hand = () => {
      if (member.isUp) member.receive.frame(frame);
    };
    if (delayMs === 0) setImmediate(hand);
    else setTimeout(hand, delayMs);
  }

  function raise(member: Member): void {
    member.isUp = true;
    member.receive.up();
  }

  function lower(member: Member): void {
    member.isUp = false;
    member.receive.down();
  }

  return {
    open: (receive) => {
      const member: Member = { receive, isUp: false };
      members.push(member);
      setImmediate(() => raise(member));
      return {
        frameBytes: 64 * 1024,
        send: (frame) => {
          if (!member.isUp) return;
          for (const other of members) for (const delayMs of fate(frame)) deliver(other, frame, delayMs);
        },
        isUp: () => member.isUp,
        close: () => {
          members.splice(members.indexOf(member), 1);
          member.isUp = false;
          return Promise.resolve();
        },
      };
    },
    cut: (node) => {
      if (node !== undefined) return lower(members[node]!);
      for (const member of members) lower(member);
      setTimeout(() => members.forEach(raise), 20);
    },
    mend: (node) => raise(members[node]!),
  };
}
