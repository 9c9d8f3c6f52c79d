import type { Answer } from './call.js';
import type { Comparison, Difference } from './differences.js';
import type { World } from './world.js';

/** The sections in the order of checking. */
export const sections = ['document', 'contract', 'transport', 'refusals', 'files', 'socket'] as const;
export type Section = (typeof sections)[number];

/** One check. */
export interface Check {
  readonly section: Section;
  /** A path, with its method in the Friendship API; or `socket`. */
  readonly path: string;
  /** The aspect; empty for the path as such. */
  readonly what: string;
  /** Throws `NoAnswerError` and `BlockedError`. */
  run(world: World): Promise<Outcome>;
}

/** The outcome of a check that got an answer. */
export interface Outcome extends Comparison {
  /** Why nothing could be concluded. */
  readonly skipped?: string;
  readonly answer?: Answer | undefined;
}

/** The outcome of several rules: those that do not hold are differences. */
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
