import type { Kith, Person } from '../harness/kith.js';

/** The id of a university in a tenant. */
export async function universityId(kith: Kith, name: string, tenant = 1): Promise<number> {
  const [row] = await kith.sql<{ id: number }>(
    'select id from universities where tenant_id = $1 and name = $2',
    [tenant, name],
  );
  return row!.id;
}

/** Registers a student of a university. */
export async function student(
  kith: Kith,
  name: string,
  school: string,
  more: { sex_code?: 'M' | 'F' | 'N'; tenant?: number } = {},
): Promise<Person> {
  const { tenant = 1, ...card } = more;
  const person = await kith.person(name, { tenant });
  await person.api.intro.set({ university_id: await universityId(kith, school, tenant), ...card });
  return person;
}

/** The names of the people that a list shows to an account, in order. */
export async function namesIn(
  person: Person,
  list_type: 'seen' | 'near' | 'online' | 'online_random' | 'online_profile',
): Promise<string[]> {
  const { list } = await person.api.user_friendship.data({ list_type, page_size: 100 });
  return list.map((item) => item.nickname);
}
