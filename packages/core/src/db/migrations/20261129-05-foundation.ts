import { sql, type Kysely } from 'kysely';
import { accounts } from './foundation/accounts.js';
import { calls } from './foundation/calls.js';
import { contacts } from './foundation/contacts.js';
import { content } from './foundation/content.js';
import { conversations } from './foundation/conversations.js';
import { discovery } from './foundation/discovery.js';
import { favourites } from './foundation/favourites.js';
import { groups } from './foundation/groups.js';
import { media } from './foundation/media.js';
import { billing } from './foundation/billing.js';
import { moderation } from './foundation/moderation.js';
import { moments } from './foundation/moments.js';
import { photos } from './foundation/photos.js';
import { support } from './foundation/support.js';
import { tenants } from './foundation/tenants.js';
import { videos } from './foundation/videos.js';
import { departments, universities } from './foundation/starter-schools.js';

/**
 * The tables of every area, in the order of their references. Keys contain the tenant, so a row of one tenant cannot
 * reference another's.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const areas = [
    tenants,
    accounts,
    contacts,
    conversations,
    groups,
    media,
    favourites,
    moments,
    videos,
    support,
    calls,
    content,
    discovery,
    moderation,
    billing,
    photos,
  ];
  for (const area of areas) await sql.raw(area).execute(db);
  await sql`
    insert into starter_universities (place, name, city)
    select place, split_part(line, ' ', 1), split_part(line, ' ', 2)
    from unnest(${universities}::text[]) with ordinality as t(line, place)
  `.execute(db);
  await sql`
    insert into starter_departments (place, name)
    select place, name from unnest(${departments}::text[]) with ordinality as t(name, place)
  `.execute(db);
  await sql`
    insert into universities (tenant_id, name, city)
    select t.id, s.name, s.city from tenants t cross join starter_universities s order by t.id, s.place
  `.execute(db);
  await sql`
    insert into departments (tenant_id, name)
    select t.id, s.name from tenants t cross join starter_departments s order by t.id, s.place
  `.execute(db);
}
