import type { Answer } from './call.js';
import type { Comparison, Difference } from './differences.js';
import type { World } from './world.js';

/** What is checked, in the order in which it is. */
export const sections = ['document', 'contract', 'transport', 'refusals', 'files', 'socket'] as const;
export type Section = (typeof sections)[number];

/** One thing to check. */
export interface Check {
  readonly section: Section;
  /** A path, with its method in the Friendship API; or `socket`. */
  readonly path: string;
  /** What about it; empty when it is the path as such. */
  readonly what: string;
  /** Throws `NoAnswerError` and `BlockedError`. */
  run(world: World): Promise<Outcome>;
}

/** What came out of a check that got an answer. */
export interface Outcome extends Comparison {
  /** Why nothing could be said about it. */
  readonly skipped?: string;
  readonly answer?: Answer | undefined;
}

/** An outcome of rules that were looked at one by one: those that do not hold differ. */
export function outcomeOf(
  rules: Readonly<Record<string, boolean>>,
  answer?: Answer,
  comparison: Comparison = { members: 0, differences: [] },
): Outcome {
  const broken = Object.entries(rules).filter(([, holds]) => !holds);
  const differences = broken.map(([says]): Difference => ({ kind: 'value', says }));
  return {
    members: comparison.members,
    differences: [...differences, ...comparison.differences],
    answer,
  };
}
