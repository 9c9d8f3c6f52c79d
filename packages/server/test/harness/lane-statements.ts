import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';

const LANE_STATEMENT = /^kith_(?:append(?:_one_low|_one_high|(?:_one)?_and_read)?|batch)$/;

/** A statement of the batch writer, with the connection that ran it. */
export interface LaneStatement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
  readonly client: pg.Client;
}

/** The statements that the batch writers of this process have run since the last `take`, in order. */
export function useLaneStatements(): { take(): LaneStatement[] } {
  let statements: LaneStatement[] = [];
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  beforeAll(() => {
    pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
      const { name, text, values } = (args[0] ?? {}) as Partial<LaneStatement>;
      if (name !== undefined && LANE_STATEMENT.test(name))
        statements.push({ name, text: text ?? '', values: values ?? [], client: this });
      return query.apply(this, args);
    } as typeof pg.Client.prototype.query;
  });
  afterAll(() => {
    pg.Client.prototype.query = query as typeof pg.Client.prototype.query;
  });
  return {
    take: () => {
      const taken = statements;
      statements = [];
      return taken;
    },
  };
}
