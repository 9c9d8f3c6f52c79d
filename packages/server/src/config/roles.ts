/** What a node does. `web`: HTTP. `gateway`: sockets. `worker`: background work. */
export type Role = 'web' | 'gateway' | 'worker';

const ROLES: readonly Role[] = ['web', 'gateway', 'worker'];

/** Roles separated by commas; all if there is no text. Throws an error that names the setting. */
export function decideRoles(setting: string, text: string | undefined): ReadonlySet<Role> {
  if (!text) return new Set(ROLES);
  const roles = new Set(text.split(',').map((role) => role.trim() as Role));
  if ([...roles].every((role) => ROLES.includes(role))) return roles;
  throw new Error(
    `${setting} is ${JSON.stringify(text)}; it must be one or more of ${ROLES.join(', ')}, separated by commas.`,
  );
}

/** Refuses a node that leaves something out although no other node can do it. */
export function requireAllRoles(roles: ReadonlySet<Role>, hasOtherNodes: boolean): void {
  const missing = ROLES.filter((role) => !roles.has(role));
  if (missing.length === 0 || hasOtherNodes) return;
  throw new Error(
    `Without the ${missing.length > 1 ? 'roles' : 'role'} ${missing.join(' and ')}, this node needs others beside it: set REDIS_URL, or KITH_BUS=postgres, for each of them.`,
  );
}
