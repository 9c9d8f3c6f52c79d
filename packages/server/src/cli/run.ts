import { DomainError } from '@kith/core/kernel';
import { decideConfig } from '../config/config.js';
import { readEnv } from '../config/env.js';
import { accountCommand } from './account.js';
import { doctorCommand } from './doctor.js';
import { migrateCommand } from './migrate.js';
import { seedCommand } from './seed.js';
import { startCommand } from './start.js';
import { tenantCommand } from './tenant.js';
import { UsageError, type Command } from './command.js';

const commands: Readonly<Record<string, Command>> = {
  start: startCommand,
  migrate: migrateCommand,
  seed: seedCommand,
  tenant: tenantCommand,
  account: accountCommand,
  doctor: doctorCommand,
};

/** Runs a command line; answers the exit code. */
export async function runCli(args: readonly string[]): Promise<number> {
  const [name = 'start', ...rest] = args;
  if (name === 'help' || name === '--help' || name === '-h') {
    console.log(helpText());
    return 0;
  }
  const command = commands[name];
  if (!command) {
    console.error(`kith: there is no command ${JSON.stringify(name)}.\n\n${helpText()}`);
    return 2;
  }
  try {
    return await command.run(rest, decideConfig(readEnv()));
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`kith ${name}: ${error.message}\n\nusage: kith ${name} ${command.usage}`);
      return 2;
    }
    const said =
      error instanceof DomainError
        ? error.message
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error);
    console.error(`kith ${name}: ${said}`);
    return 1;
  }
}

function helpText(): string {
  const lines = Object.entries(commands).map(
    ([name, { usage, summary }]) => `  kith ${name} ${usage}\n      ${summary}`,
  );
  return `usage:\n${lines.join('\n')}`;
}
