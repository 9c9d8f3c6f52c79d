import { DomainError } from '@kith/core/kernel';
import { decideConfig, type Config } from '../config/config.js';
import { readEnv } from '../config/env.js';
import { UsageError, type Command } from './command.js';

// Loaded lazily: the server's modules take a second to load, and most commands need few of them.
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start.js')).startCommand,
  migrate: async () => (await import('./migrate.js')).migrateCommand,
  seed: async () => (await import('./seed.js')).seedCommand,
  tenant: async () => (await import('./tenant.js')).tenantCommand,
  account: async () => (await import('./account.js')).accountCommand,
  group: async () => (await import('./group.js')).groupCommand,
  staff: async () => (await import('./staff.js')).staffCommand,
  agent: async () => (await import('./agent.js')).agentCommand,
  conformance: async () => (await import('./conformance.js')).conformanceCommand,
  plan: async () => (await import('./plan.js')).planCommand,
  vip: async () => (await import('./vip.js')).vipCommand,
  mail: async () => (await import('./messages.js')).mailCommand,
  sms: async () => (await import('./messages.js')).smsCommand,
  push: async () => (await import('./push.js')).pushCommand,
  moderation: async () => (await import('./moderation.js')).moderationCommand,
  clock: async () => (await import('./clock.js')).clockCommand,
  restored: async () => (await import('./restored.js')).restoredCommand,
  openapi: async () => (await import('./openapi.js')).openapiCommand,
  asyncapi: async () => (await import('./asyncapi.js')).asyncapiCommand,
  doctor: async () => (await import('./doctor.js')).doctorCommand,
};

/** Runs a command line; returns the exit code: 0 success, 1 failure, 2 invalid arguments. */
export async function runCli(args: readonly string[]): Promise<number> {
  const [name = 'start', ...rest] = args;
  if (name === 'help' || name === '--help' || name === '-h') {
    console.log(await helpText());
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    console.error(`kith: unknown command ${JSON.stringify(name)}.\n\n${await helpText()}`);
    return 2;
  }
  const command = await load();
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(usageOf(name, command));
    return 0;
  }
  let config: Config | undefined;
  try {
    config = decideConfig(readEnv());
    return await command.run(rest, config);
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`kith ${name}: ${error.message}\n\nusage: ${usageOf(name, command)}`);
      return 2;
    }
    console.error(`kith ${name}: ${describe(error, config)}`);
    return 1;
  }
}

/** Operators get the message. Unexpected errors and debug levels also print the stack. */
function describe(error: unknown, config: Config | undefined): string {
  if (!(error instanceof Error)) return String(error);
  const isExpected = error instanceof DomainError || Object.getPrototypeOf(error) === Error.prototype;
  const isDebugging = config?.logLevel === 'debug' || config?.logLevel === 'trace';
  return (isExpected && !isDebugging && error.message) || (error.stack ?? error.message);
}

async function helpText(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => {
      const command = await load();
      return `  ${usageOf(name, command)}`;
    }),
  );
  return `usage:\n${lines.join('\n')}`;
}

function usageOf(name: string, { usage, summary }: Command): string {
  return `kith ${name} ${usage}`.trimEnd() + `\n      ${summary}`;
}
