import type { admin, Result } from '@kith/contract';

export type Person = Result<typeof admin.people.show>;
export type SanctionKind = Person['sanctions'][number]['kind'];

/** How an account stands: `limit`, `bucket` and `ban` are sanctions, `deleting` is a deletion that can be taken back. */
export interface Standing {
  readonly state: SanctionKind | 'active' | 'frozen' | 'disabled' | 'deleting';
  /** When it ends by itself. */
  readonly until?: number;
}

interface Standable extends Pick<Person, 'status' | 'isHidden'> {
  readonly eraseAt?: number;
  readonly sanctions: readonly {
    readonly kind: SanctionKind;
    readonly until?: number;
    readonly endedAt?: number;
  }[];
}

/** How an account stands: what others have done to it first. */
export function standingsOf({ status, isHidden, eraseAt, sanctions }: Standable): Standing[] {
  const inForce = sanctions.filter(({ endedAt }) => endedAt === undefined);
  const has = (kind: SanctionKind) => inForce.some((one) => one.kind === kind);
  const found: Standing[] = inForce.map(({ kind, until }) => ({
    state: kind,
    ...(until !== undefined && { until }),
  }));
  // Those of child safety are not listed for everybody, but what they do is.
  if (isHidden && !has('limit')) found.push({ state: 'limit' });
  if (status === 'disabled' && !has('ban')) found.push({ state: 'disabled' });
  if (eraseAt !== undefined) found.push({ state: 'deleting', until: eraseAt });
  else if (status === 'frozen') found.push({ state: 'frozen' });
  return found.length > 0 ? found : [{ state: 'active' }];
}

/** What can be done about a person. */
export type Task =
  | { readonly kind: 'sanction' | 'lift'; readonly of: SanctionKind; readonly isChange?: true }
  | {
      readonly kind: 'age' | 'freeze' | 'disable' | 'activate' | 'signOut' | 'password' | 'export' | 'delete';
    };

const SANCTIONS: readonly SanctionKind[] = ['limit', 'bucket', 'ban'];

/** What somebody with these permissions can do about a person now. */
export function tasksFor(person: Person, permissions: readonly string[]): Task[] {
  return [
    ...(permissions.includes('sanctions') ? [...sanctionTasks(person), { kind: 'age' } as const] : []),
    ...(permissions.includes('accounts') ? accountTasks(person) : []),
  ];
}

function sanctionTasks({ sanctions }: Person): Task[] {
  return SANCTIONS.flatMap((of): Task[] => {
    const isInForce = sanctions.some(({ kind, endedAt }) => kind === of && endedAt === undefined);
    if (!isInForce) return [{ kind: 'sanction', of }];
    return [
      { kind: 'sanction', of, isChange: true },
      { kind: 'lift', of },
    ];
  });
}

function accountTasks(person: Person): Task[] {
  const { status, kind, sessions, eraseAt } = person;
  const isBanned = standingsOf(person).some(({ state }) => state === 'ban');
  return [
    ...(sessions.length > 0 ? [{ kind: 'signOut' } as const] : []),
    ...(kind === 'member' ? [{ kind: 'password' } as const] : []),
    { kind: 'export' },
    // While a ban is in force, the server refuses all of these.
    ...(isBanned ? [] : statusTasks(status)),
    ...(isBanned || eraseAt !== undefined ? [] : [{ kind: 'delete' } as const]),
  ];
}

function statusTasks(status: Person['status']): Task[] {
  switch (status) {
    case 'active':
      return [{ kind: 'freeze' }, { kind: 'disable' }];
    case 'frozen':
      return [{ kind: 'activate' }, { kind: 'disable' }];
    case 'disabled':
      return [{ kind: 'activate' }];
  }
}
