/** 0 not known, 1 of age, 2 not of age. */
export type AgeStatus = 0 | 1 | 2;

/** Man, woman, or not said. */
export type SexCode = 'M' | 'F' | '';

/** Whom somebody wants to be shown. */
export type SexFilter = 'M' | 'F' | 'BOTH';
