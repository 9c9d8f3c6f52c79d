import { afterAll, beforeAll } from 'vitest';
import type { Installation, KithProcess } from '../cli/kith-process.js';
import { atPace } from '../harness/at-pace.js';
import { settleTown, type Town } from './swarm.js';

/** A running server with people. */
export interface Scene {
  server: KithProcess;
  readonly town: Town;
}

/** Starts a server with ten people for the tests of a file, and stops `scene.server` after them. */
export function useTown(home: Installation): Scene {
  const scene = {} as { server: KithProcess; town: Town }; // filled before the first test
  beforeAll(async () => {
    scene.server = await home.start();
    scene.town = await settleTown(scene.server, 10);
  }, atPace(60_000));
  afterAll(async () => void (await scene.server?.end('SIGTERM')));
  return scene;
}
