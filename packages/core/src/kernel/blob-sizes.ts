import type { Ctx } from './ctx.js';

/** The size of stored files together; a missing one counts nothing. */
export async function sizeOfBlobs({ ports }: Pick<Ctx, 'ports'>, keys: readonly string[]): Promise<number> {
  const files = await Promise.all(keys.map((key) => ports.blobs.open(key)));
  return files.reduce((sum, file) => sum + (file?.sizeBytes ?? 0), 0);
}
