import { isMailAddress, isPhone } from '@kith/core/accounts';
import { listMessages, type Channel, type MessageRecord } from '@kith/core/outbox';
import type { Config } from '../config/config.js';
import { readArgs, readTenantId, UsageError, type Command } from './command.js';
import { operatorCtx, withDeps } from './with-core.js';

export const mailCommand: Command = {
  usage: 'test ADDRESS | log [--tenant ID]',
  summary: 'Sends a test mail and shows the answer of the mail server; lists the newest mails.',
  run: (args, config) => run('mail', args, config),
};

export const smsCommand: Command = {
  usage: 'test NUMBER | log [--tenant ID]',
  summary: 'Sends a test text message and shows the answer of the gateway; lists the newest text messages.',
  run: (args, config) => run('sms', args, config),
};

async function run(channel: Channel, args: readonly string[], config: Config): Promise<number> {
  const { positionals, values } = readArgs(args, { tenant: { type: 'string', default: '1' } });
  const [action, address, extra] = positionals;
  const tenantId = readTenantId(values.tenant);
  if (action === 'log' && address === undefined) {
    return withDeps(config, async (deps) => {
      const ctx = await operatorCtx(deps, tenantId);
      for (const message of await listMessages(ctx, channel)) console.log(describe(message));
      return 0;
    });
  }
  if (action !== 'test' || address === undefined || extra !== undefined)
    throw new UsageError('Specify test and an address, or log.');
  if (!(channel === 'mail' ? isMailAddress : isPhone)(address))
    throw new UsageError(`${JSON.stringify(address)} is not an address of this kind.`);
  return test(channel, address, config);
}

async function test(channel: Channel, address: string, config: Config): Promise<number> {
  const [{ makeMessengers }, { makeLog }, { loadSecrets }, { readEnv }, { sendTestMessage }] =
    await Promise.all([
      import('../app/make-ports.js'),
      import('../app/log.js'),
      import('../config/secrets.js'),
      import('../config/env.js'),
      import('../app/send-test-message.js'),
    ]);
  const messengers = makeMessengers(config, await loadSecrets(config, readEnv()), makeLog('info'));
  const { isOk, answer } = await sendTestMessage(messengers, channel, address);
  (isOk ? console.log : console.error)(answer);
  return isOk ? 0 : 1;
}

function describe(message: MessageRecord): string {
  const { createdAt, purpose, maskedAddress, state, attempts, answer } = message;
  return [new Date(createdAt).toISOString(), purpose, maskedAddress, state, attempts, answer].join('\t');
}
