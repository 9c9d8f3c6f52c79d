/** Whether the program of Redis or Valkey is on the path. */
export function hasRedis(): boolean;

/** Whether the TURN server coturn is on the path. */
export function hasTurn(): boolean;

/** The path of Chromium or Chrome: `CHROMIUM_PATH`, or an installed one; undefined if there is none. */
export function findBrowser(): string | undefined;
