/** The largest integer that a parameter may have and that a position of a stream may reach. */
export const MAX_INTEGER = 2_147_483_647;
