import { confirmClock, getInstallation } from '@kith/core/tenants';
import { describeJump } from '../app/describe-jump.js';
import { readArgs, UsageError, type Command } from './command.js';
import { withDb } from './with-core.js';

export const clockCommand: Command = {
  usage: '[confirm]',
  summary: 'Shows whether the server trusts the clock of this machine; "confirm" declares it right.',
  run: async (args, config) => {
    const [action, extra] = readArgs(args, {}).positionals;
    if (extra !== undefined) throw new UsageError(`${JSON.stringify(extra)} is not expected here.`);
    if (action !== undefined && action !== 'confirm')
      throw new UsageError(`Unknown action ${JSON.stringify(action)}.`);
    return withDb(config, async (db) => {
      if (action === 'confirm') {
        await confirmClock(db);
        console.log('The server will trust the clock within a minute, or at its next start.');
        return 0;
      }
      const { clockAt, clockJumpMs, isClockConfirmed } = await getInstallation(db);
      console.log(`now\t${new Date().toISOString()}`);
      console.log(`server\t${clockAt === 0 ? 'never ran' : new Date(clockAt).toISOString()}`);
      if (isClockConfirmed) console.log('The clock is confirmed; the server has not noticed yet.');
      else
        console.log(
          clockJumpMs === null
            ? 'The clock is trusted.'
            : `${describeJump(clockJumpMs)} If it is right now: kith clock confirm`,
        );
      return 0;
    });
  },
};
