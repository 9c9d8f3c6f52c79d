import { bounds } from '@kith/core/kernel';
import type { NodeBus } from '@kith/core/ports';

const ASK = 'probe';
const ANSWER = 'probe-answer';

/** Lets this node answer the probes of others; the result asks all other nodes over the bus, and waits for their answers. */
export function makeBusProbe(nodeBus: NodeBus): () => Promise<{ isOk: boolean; answer: string }> {
  let asked = 0;
  /** Receives the nodes that answer, by the number of the probe. */
  const asking = new Map<string, (nodeId: string) => void>();
  nodeBus.onSignal(ASK, (number, from) => nodeBus.signal(ANSWER, `${from} ${number}`));
  nodeBus.onSignal(ANSWER, (data, from) => {
    const [to, number = ''] = data.split(' ');
    if (to === nodeBus.nodeId) asking.get(number)?.(from);
  });
  return async () => {
    const silent = new Set(nodeBus.nodes());
    const others = silent.size;
    const number = String(++asked);
    if (others > 0)
      await new Promise<void>((done) => {
        const timer = setTimeout(done, bounds.connection.testAnswersWithinMs);
        asking.set(number, (nodeId) => {
          silent.delete(nodeId);
          if (silent.size > 0) return;
          clearTimeout(timer);
          done();
        });
        nodeBus.signal(ASK, number);
      });
    asking.delete(number);
    return {
      isOk: nodeBus.isFlowing() && silent.size === 0,
      answer: `${others - silent.size} of ${others} other nodes answer`,
    };
  };
}
