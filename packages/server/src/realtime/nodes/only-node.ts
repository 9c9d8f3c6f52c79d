import type { NodeBus } from '@kith/core/ports';

/** The bus of an installation with one node: there is nobody to send to. */
export function makeOnlyNode(nodeId: string): NodeBus {
  return {
    nodeId,
    publish: () => undefined,
    signal: () => undefined,
    onEvent: () => undefined,
    onSignal: () => undefined,
    nodes: () => nobody,
    onNode: () => undefined,
    isFlowing: () => true,
    close: () => Promise.resolve(),
  };
}

const nobody: ReadonlySet<string> = new Set();
