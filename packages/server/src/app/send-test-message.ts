import { isMailAddress, isPhone } from '@kith/core/accounts';
import { invalid, type Ctx } from '@kith/core/kernel';
import { mailText, smsText, type Channel } from '@kith/core/outbox';
import { NotSent } from '@kith/core/ports';

/** The code of a test opens nothing. */
const TEST = { tenantName: 'Kith', purpose: 'test', code: '000000', locale: 'en' } as const;

const verdicts: Readonly<Record<NotSent['failure'], string>> = {
  later: 'Not accepted; a later attempt may succeed',
  never: 'Refused',
  unknown: 'It may have been accepted, but there was no clear answer',
};

/** Sends a test to an address, and returns the answer of the provider. Throws `invalid`. */
export async function sendTestMessage(
  { mail, sms }: Pick<Ctx['ports'], 'mail' | 'sms'>,
  channel: Channel,
  address: string,
): Promise<{ isOk: boolean; answer: string }> {
  if (!(channel === 'mail' ? isMailAddress : isPhone)(address)) throw invalid('to');
  try {
    const answer = await (channel === 'mail'
      ? mail.send({ to: address, messageId: `test.${Date.now()}`, ...mailText(TEST) })
      : sms.send({ phone: address, code: TEST.code, text: smsText(TEST) }));
    return { isOk: true, answer: `Accepted: ${answer}` };
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    return { isOk: false, answer: `${verdicts[error.failure]}: ${error.message}` };
  }
}
