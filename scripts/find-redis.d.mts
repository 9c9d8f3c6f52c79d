/** Whether the program of Redis or Valkey is on the path. */
export function hasRedis(): boolean;
