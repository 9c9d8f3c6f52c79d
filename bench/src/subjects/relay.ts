import { startScript } from '../process.js';
import { seatNames } from './seats.js';
import type { Subject } from './subject.js';

/** The limit: a bare `ws` relay that stores nothing. */
export async function startRelay(): Promise<Subject> {
  const server = await startScript('relay.js', []);
  return {
    port: server.port,
    dialect: 'relay',
    seat: async (rooms, size) => seatNames(rooms, size),
    countStored: async () => undefined,
    rowsPerMessage: () => 0,
    cpuSeconds: () => ({ server: server.cpuSeconds(), database: 0 }),
    memoryBytes: server.memoryBytes,
    settings: {},
    stop: server.stop,
  };
}
