import type { Config } from '../config/config.js';
export interface Check {
  readonly name: string;
  readonly problem?: string;
  readonly fix?: string;
}
export async function* runChecks(_config: Config): AsyncIterable<Check> {}
