/** 0 unknown, 1 adult, 2 minor. */
export type AgeStatus = 0 | 1 | 2;

/** Male, female, or not stated. */
export type SexCode = 'M' | 'F' | '';

/** The sexes that a user wants to be shown. */
export type SexFilter = 'M' | 'F' | 'BOTH';

/** The system that a client runs on; empty if unknown. */
export type Platform = 'ios' | 'android' | 'windows' | 'macos' | 'linux' | '';
