import { Session, type HeapProfiler } from 'node:inspector/promises';

/** Code of the server, as opposed to that of the test's own clients in the same process. */
const SERVER = /\/packages\/(?:core|server)\/src\/|\/node_modules\/(?:pg|pg-protocol|pg-pool|kysely)\//;
const TEST = /\/packages\/server\/test\//;
const EVERY_BYTES = 1024;

/** The bytes that the server allocates during an action, whether or not they are collected meanwhile. */
export async function allocatedBytes(what: () => Promise<unknown>): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    await session.post('HeapProfiler.startSampling', {
      samplingInterval: EVERY_BYTES,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    });
    await what();
    const { profile } = await session.post('HeapProfiler.stopSampling');
    return bytesOf(profile.head, false);
  } finally {
    session.disconnect();
  }
}

/** A function counts if it, or the closest caller that is known, belongs to the server. */
function bytesOf(node: HeapProfiler.SamplingHeapProfileNode, isServers: boolean): number {
  const { url } = node.callFrame;
  const isIt = SERVER.test(url) || (isServers && !TEST.test(url));
  return node.children.reduce((sum, child) => sum + bytesOf(child, isIt), isIt ? node.selfSize : 0);
}
