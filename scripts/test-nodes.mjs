// `npm run test:nodes`: the stories of sockets with people spread over three nodes, once with each bus. Arguments choose some
// of them.
import { installPrograms } from './test-programs.mjs';

installPrograms();
process.env.KITH_TEST_NODES = '1';
process.argv.push('--project', 'three nodes*');
await import('./test.mjs');
