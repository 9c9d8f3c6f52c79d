import { sql, type Kysely } from 'kysely';

/** Counts accounts by network, because one line has very many IPv6 addresses. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table accounts add column network cidr;
    do $$
    declare
      known record;
      ip inet;
    begin
      for known in select distinct address from accounts where address <> '' loop
        begin
          ip := regexp_replace(known.address, '^::ffff:(?=\\d+\\.)', '')::inet;
          update accounts set network = network(case family(ip) when 6 then set_masklen(ip, 64) else ip end)
            where address = known.address;
        exception when data_exception then
          null; -- Invalid addresses were stored as well.
        end;
      end loop;
    end $$;
    create index accounts_network on accounts (tenant_id, network);
    drop index accounts_address;
  `.execute(db);
}
