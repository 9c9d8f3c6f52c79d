import type { MultipartFile } from '@fastify/multipart';
import { DomainError } from '@kith/core/kernel';

/** Limits the memory of the files of all requests. */
export interface ByteBudget {
  /** The size limit of a file. */
  readonly fileBytes: number;
  /** Throws `unavailable` if the budget is exhausted. */
  reserve(bytes: number): void;
  release(bytes: number): void;
}

const RETRY_MS = 2000;

export function makeByteBudget(limit: number, fileBytes = limit): ByteBudget {
  let held = 0;
  return {
    fileBytes,
    reserve: (bytes) => {
      if (held + bytes > limit) throw new DomainError('unavailable', undefined, { retryMs: RETRY_MS });
      held += bytes;
    },
    release: (bytes) => {
      held -= bytes;
    },
  };
}

/**
 * Reads a file of a multipart body. Bytes count against the budget as they arrive, so a slow upload reserves only what
 * it has sent; the receiver of the file releases them. Throws `unavailable` or `too_large`.
 */
export async function readFile(
  part: MultipartFile,
  budget: ByteBudget,
  maxBytes = Infinity,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let reserved = 0;
  try {
    for await (const chunk of part.file as AsyncIterable<Buffer>) {
      if (reserved + chunk.length > maxBytes) throw tooLarge(maxBytes);
      budget.reserve(chunk.length);
      reserved += chunk.length;
      chunks.push(chunk);
    }
    if (part.file.truncated) throw tooLarge(budget.fileBytes);
    return Buffer.concat(chunks, reserved);
  } catch (error) {
    budget.release(reserved);
    throw (error as { code?: unknown }).code === 'FST_REQ_FILE_TOO_LARGE'
      ? tooLarge(budget.fileBytes)
      : error;
  }
}

function tooLarge(limit: number): DomainError {
  const detail = { field: 'file', rule: 'file_bytes', limit, unit: 'bytes' } as const;
  return new DomainError('too_large', undefined, detail);
}
