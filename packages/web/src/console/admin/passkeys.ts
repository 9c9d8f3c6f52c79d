import type { admin, Params } from '@kith/contract';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';

type Created = Params<typeof admin.passkeys.add>['passkey'];
type Signed = Params<typeof admin.passkeys.signIn>['passkey'];

/** Why the browser has no answer of a passkey: the device has one already, or the reader has not used one. */
export class PasskeyFailure extends Error {
  readonly reason: 'known' | 'unused';

  constructor(reason: 'known' | 'unused', cause: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** Whether the browser has passkeys for this address: not for numbers in place of a name. */
export function hasPasskeys(): boolean {
  return 'PublicKeyCredential' in window && !/^[\d.]+$|:/.test(window.location.hostname);
}

/** Creates a passkey for what the server asks. Throws `PasskeyFailure`. */
export async function createPasskey({ options }: { readonly options: unknown }): Promise<Created> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  // The server sends what the standard defines.
  const optionsJSON = options as PublicKeyCredentialCreationOptionsJSON;
  return answered(() => startRegistration({ optionsJSON }));
}

/** Signs what the server asks with a passkey. Throws `PasskeyFailure`. */
export async function signWithPasskey({ options }: { readonly options: unknown }): Promise<Signed> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  // The server sends what the standard defines.
  const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON;
  return answered(() => startAuthentication({ optionsJSON }));
}

async function answered<A>(work: () => Promise<A>): Promise<A> {
  try {
    return await work();
  } catch (error) {
    const isKnown = error instanceof Error && error.name === 'InvalidStateError';
    throw new PasskeyFailure(isKnown ? 'known' : 'unused', error);
  }
}
