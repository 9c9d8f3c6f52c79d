import { statfs } from 'node:fs/promises';
import type { NodeBus } from '@kith/core/ports';

/** The state of this node and of its bus. */
export interface OwnNode {
  look(): Promise<{ nodes: number; isBusFlowing: boolean; diskFreeBytes: number }>;
}

export function makeOwnNode({ nodeBus, config }: { nodeBus: NodeBus; config: { dataDir: string } }): OwnNode {
  return {
    look: async () => ({
      nodes: 1 + nodeBus.nodes().size,
      isBusFlowing: nodeBus.isFlowing(),
      diskFreeBytes: await readFreeBytes(config.dataDir),
    }),
  };
}

/** The free space of the file system of a folder. */
export async function readFreeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
