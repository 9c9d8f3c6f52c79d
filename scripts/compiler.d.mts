/** Options of the TypeScript compiler for the least work. */
export const CHECKERS: readonly string[];

/** Its environment for the same. */
export const COMPILER_ENV: Readonly<Record<string, string>>;
