import { isMailAddress, isPhone } from '@kith/core/accounts';
import { listMessages, mailText, smsText, type Channel, type MessageRecord } from '@kith/core/outbox';
import { NotSent } from '@kith/core/ports';
import type { Config } from '../config/config.js';
import { readArgs, readTenantId, UsageError, type Command } from './command.js';
import { operatorCtx, withDeps } from './with-core.js';

/** The code of a test opens nothing. */
const TEST = { tenantName: 'Kith', purpose: 'test', code: '000000', locale: 'en' } as const;

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
  const [{ makeMessengers }, { makeLog }, { loadSecrets }, { readEnv }] = await Promise.all([
    import('../app/make-ports.js'),
    import('../app/log.js'),
    import('../config/secrets.js'),
    import('../config/env.js'),
  ]);
  const { mail, sms } = makeMessengers(config, await loadSecrets(config, readEnv()), makeLog('info'));
  try {
    const answer = await (channel === 'mail'
      ? mail.send({ to: address, messageId: `test.${Date.now()}`, ...mailText(TEST) })
      : sms.send({ phone: address, code: TEST.code, text: smsText(TEST) }));
    console.log(`Accepted: ${answer}`);
    return 0;
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    console.error(`${verdicts[error.failure]}: ${error.message}`);
    return 1;
  }
}

const verdicts: Readonly<Record<NotSent['failure'], string>> = {
  later: 'Not accepted; a later attempt may succeed',
  never: 'Refused',
  unknown: 'It may have been accepted, but there was no clear answer',
};

function describe(message: MessageRecord): string {
  const { createdAt, purpose, maskedAddress, state, attempts, answer } = message;
  return [new Date(createdAt).toISOString(), purpose, maskedAddress, state, attempts, answer].join('\t');
}
