import type { BatchConnection } from '@kith/core/conversations';

/** Tracks whether messages can be stored, judging by the last attempt. */
export interface WriteHealth {
  /** False after a write that failed for lack of space or in a read-only database, until the next write succeeds. */
  isPossible(): boolean;
  /** Wraps a connection of the batch writer and records its outcomes. */
  watch(connection: BatchConnection): BatchConnection;
}

export function makeWriteHealth(): WriteHealth {
  let isPossible = true;
  return {
    isPossible: () => isPossible,
    watch: (connection) => ({
      run: async <Row>(name: string, sql: string, values: readonly unknown[]) => {
        try {
          const rows = await connection.run<Row>(name, sql, values);
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

/** SQLSTATE class 53 (insufficient resources), a file system error, or a read-only database. */
function isOutOfSpace(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('53') || code.startsWith('58') || code === '25006';
}
