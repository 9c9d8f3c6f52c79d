import { bounds, DomainError } from '@kith/core/kernel';
import { ReceiptRefused } from '@kith/core/ports';

/**
 * Queries a store. Returns its JSON, or undefined for an empty response. Throws `ReceiptRefused` if the store does not
 * know the requested object, and `unavailable` for every other failure.
 */
export async function requestStore(url: string, init: RequestInit = {}): Promise<unknown> {
  let status: number;
  let text: string;
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(bounds.connection.storeAnswersWithinMs),
    });
    status = response.status;
    text = await readText(response);
  } catch (error) {
    throw unavailable('The store does not answer.', error);
  }
  if (status === 400 || status === 404 || status === 410)
    throw new ReceiptRefused(`The store does not know the object (HTTP ${status}).`);
  if (status < 200 || status > 299) throw unavailable(`The store answered HTTP ${status}.`);
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw unavailable("The store's answer is not JSON.", error);
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).length;
    if (size > bounds.body.storeAnswerBytes) throw new Error("The store's answer is too large.");
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function unavailable(message: string, cause?: unknown): DomainError {
  return Object.assign(new DomainError('unavailable', message), { cause });
}
