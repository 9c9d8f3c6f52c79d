// Runs a command as src/main.ts does, with the sign-in time for sockets of SIGN_IN_WITHIN_MS.
import { bounds } from '@kith/core/kernel';

bounds.connection.signInWithinMs = Number(process.env.SIGN_IN_WITHIN_MS);

// Imported after the change, because it copies the bounds.
const { runCli } = await import('../../dist/cli/run.js');
process.exitCode = await runCli(process.argv.slice(2));
