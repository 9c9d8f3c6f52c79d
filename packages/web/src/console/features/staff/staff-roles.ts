import type { Member } from './screen.js';

/** The roles, as pages list them. */
export const ROLES = ['owner', 'moderator', 'support', 'editor'] as const satisfies readonly Member['role'][];
