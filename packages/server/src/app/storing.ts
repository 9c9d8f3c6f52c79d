import type { BatchConnection } from '@kith/core/conversations';

/** Knows from the last attempt whether messages can be stored. */
export interface Storing {
  /** False from a write that found no room or a database that only reads, until the next one that succeeds. */
  isPossible(): boolean;
  /** A connection of the batch writer whose outcomes are noted. */
  watch(connection: BatchConnection): BatchConnection;
}

export function makeStoring(): Storing {
  let isPossible = true;
  return {
    isPossible: () => isPossible,
    watch: (connection) => ({
      run: async (name, sql, values) => {
        try {
          const rows = await connection.run(name, sql, values);
          isPossible = true;
          return rows;
        } catch (error) {
          if (isOutOfSpace(error)) isPossible = false;
          throw error;
        }
      },
    }),
  };
}

/** SQLSTATE class 53 (no disk, no memory), an error of the file system, or a database that only reads. */
function isOutOfSpace(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('53') || code.startsWith('58') || code === '25006';
}
