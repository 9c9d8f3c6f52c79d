import { bounds } from '@kith/core/kernel';
import type { NodeBus } from '@kith/core/ports';

/** Lines between nodes, at most once. */
export interface Lines {
  /** Sends a line of at most a few hundred bytes, without a line break, together with those of the same moment. */
  send(line: string): void;
  /** Receives the lines of other nodes. */
  onLine(receive: (line: string) => void): void;
}

/** Collects lines for a moment and sends them in as few signals as possible; drops them when there is no other node. */
export function gatherLines(bus: NodeBus, topic: string): Lines {
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    timer = undefined;
    const lines = waiting;
    waiting = [];
    let text = '';
    for (const line of lines) {
      if (text !== '' && Buffer.byteLength(text) + 1 + Buffer.byteLength(line) > bounds.bus.signalBytes) {
        bus.signal(topic, text);
        text = '';
      }
      text = text === '' ? line : `${text}\n${line}`;
    }
    bus.signal(topic, text);
  }

  return {
    send: (line) => {
      if (bus.nodes().size === 0) return;
      waiting.push(line);
      timer ??= setTimeout(flush, bounds.presence.gatherMs).unref();
    },
    onLine: (receive) => {
      bus.onSignal(topic, (text) => text.split('\n').forEach(receive));
    },
  };
}
