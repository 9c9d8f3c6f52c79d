import { confirmClock, getInstallation } from '@kith/core/tenants';
import { describeJump } from '../app/describe-jump.js';
import { readArgs, UsageError, type Command } from './command.js';
import { withDb } from './with-core.js';

export const clockCommand: Command = {
  usage: '[confirm]',
  summary: 'Shows whether the server believes the clock of this machine; "confirm" says that it is right.',
  run: async (args, config) => {
    const [action, extra] = readArgs(args, {}).positionals;
    if (extra !== undefined) throw new UsageError(`${JSON.stringify(extra)} means nothing here.`);
    if (action !== undefined && action !== 'confirm')
      throw new UsageError(`There is no action ${JSON.stringify(action)}.`);
    return withDb(config, async (db) => {
      if (action === 'confirm') {
        await confirmClock(db);
        console.log('The server believes the clock within a minute, or at its next start.');
        return 0;
      }
      const { clockAt, clockJumpMs, isClockConfirmed } = await getInstallation(db);
      console.log(`now\t${new Date().toISOString()}`);
      console.log(`server\t${clockAt === 0 ? 'never here' : new Date(clockAt).toISOString()}`);
      if (isClockConfirmed) console.log('The clock is confirmed; the server has not heard it yet.');
      else
        console.log(
          clockJumpMs === null
            ? 'The clock is believed.'
            : `${describeJump(clockJumpMs)} If it is right now: kith clock confirm`,
        );
      return 0;
    });
  },
};
