import { startScript } from '../process.js';
import { readSettings, type Postgres } from './postgres.js';
import { seatNames } from './seats.js';
import { zipf, type Subject } from './subject.js';

/** A Socket.IO server with one INSERT for each message, on so many connections to its database. */
export async function startSocketio(postgres: Postgres, connections: string): Promise<Subject> {
  const db = await postgres.createDatabase('socketio');
  const address = [postgres.socketFolder, String(postgres.port), 'socketio'];
  const server = await startScript('socketio.js', [...address, connections]);
  return {
    port: server.port,
    dialect: 'socketio',
    seat: async (rooms, size) => seatNames(rooms, size),
    countStored: async () =>
      (
        await db.query<{ count: number }>(
          `select count(*)::integer as count from messages where content like '%xxxxx%'`,
        )
      ).rows[0]?.count,
    rowsPerMessage: () => 1,
    fill: async (rooms, count) => {
      const counts = zipf(rooms.length, count);
      await db.query(
        `insert into messages (room_id, type, sender_id, sent_at, content, client_id)
         select room_id, 0, sender_id, (extract(epoch from now()) * 1000)::bigint - 1000000000 + (i * 1000000000.0 / count)::bigint,
           '{"text":"' || i || ' ' || repeat('lorem ipsum ', 8) || '"}', gen_random_uuid()
         from unnest($1::bigint[], $2::integer[], $3::integer[]) as o(room_id, sender_id, count), generate_series(1, count) i
         order by i::float8 / count`,
        [rooms.map(([seat]) => seat!.room), rooms.map(([seat]) => seat!.user), counts],
      );
      await db.query('vacuum analyze messages');
      // Positions are those of all rooms together.
      return counts.map((one) => ({ count: one, last: count }));
    },
    cpuSeconds: () => ({ server: server.cpuSeconds(), database: postgres.cpuSeconds() }),
    memoryBytes: server.memoryBytes,
    settings: await readSettings(db),
    stop: async () => {
      await server.stop();
      await db.end();
    },
  };
}
