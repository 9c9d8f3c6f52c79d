import type { MultipartFile } from '@fastify/multipart';
import { DomainError } from '@kith/core/kernel';

/** What the files of all requests together may hold in memory. */
export interface ByteBudget {
  /** Throws `unavailable` when too much is held already. */
  take(bytes: number): void;
  giveBack(bytes: number): void;
}

const RETRY_MS = 2000;

export function makeByteBudget(limit: number): ByteBudget {
  let held = 0;
  return {
    take: (bytes) => {
      if (held + bytes > limit) throw new DomainError('unavailable', undefined, { retryMs: RETRY_MS });
      held += bytes;
    },
    giveBack: (bytes) => {
      held -= bytes;
    },
  };
}

/**
 * Reads a file of a multipart body. Its bytes count against the budget as they arrive, so a slow upload holds
 * no more than it has sent; whoever gets them gives them back. Throws `unavailable` or `too_large`.
 */
export async function readFile(part: MultipartFile, budget: ByteBudget): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let taken = 0;
  try {
    for await (const chunk of part.file as AsyncIterable<Buffer>) {
      budget.take(chunk.length);
      taken += chunk.length;
      chunks.push(chunk);
    }
    if (part.file.truncated) throw new DomainError('too_large', undefined, { field: 'file' });
    return Buffer.concat(chunks, taken);
  } catch (error) {
    budget.giveBack(taken);
    throw error;
  }
}
