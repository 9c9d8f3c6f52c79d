import type { Page } from 'playwright-core';
import type { Staff } from '../../../server/test/harness/staff.js';
import type { PageOptions, Web } from './browser.js';

/** The browser reports each refusal of the server as an error. */
const REFUSALS = /status of (400|401|403|404|409|429)/;

/** Opens the console; as a member of staff who is signed in, or signed out. */
export function openConsole(web: Web, staff?: Staff, options: PageOptions = {}): Promise<Page> {
  return web.page(undefined, {
    path: '/console',
    expects: REFUSALS,
    ...options,
    prepare: async (context) => {
      const [name = '', value = ''] = staff?.cookie.split('=') ?? [];
      if (staff) await context.addCookies([{ name, value, url: web.kith.url }]);
    },
  });
}
