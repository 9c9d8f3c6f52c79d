// eslint-disable-next-line import/default -- vite gives the address of the file
import reducePicture from '../worker/reduce-picture.ts?worker&url';

/** The workers, by their addresses. */
const SCRIPTS = { service: '/service-worker.js', reducePicture } as const;

interface Policy {
  createScriptURL(url: string): string;
}

let policy: Policy | undefined;

/** The address of a worker, as the page's policy wants it: it lets no other text become a script. */
export function trustedScript(name: keyof typeof SCRIPTS): string {
  const { trustedTypes } = globalThis as {
    trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
  };
  policy ??= trustedTypes?.createPolicy('kith', {
    createScriptURL: (url) => {
      if (!Object.values(SCRIPTS).includes(url)) throw new Error(`No script may be loaded from ${url}.`);
      return url;
    },
  });
  return policy?.createScriptURL(SCRIPTS[name]) ?? SCRIPTS[name];
}
