import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from '../harness/browser.js';
import { hasTurn } from '../../../../scripts/test-programs.mjs';
import { freePort } from '../../../server/test/harness/free-port.js';
import { relayOnly, useTurn } from '../harness/turn.js';

const SECRET = 'shared with the TURN server';
const port = await freePort();
const turn = useTurn(port, SECRET);
const web = useBrowser({
  config: { turn: { urls: [`turn:127.0.0.1:${port}?transport=udp`], ttlSeconds: 600 } },
  secrets: { turnSecret: SECRET },
});
const SOON = { timeout: 25_000 };

/** New sound arrives from the other person: the clock of their track goes on. */
async function expectHeard(page: Page): Promise<void> {
  const time = () => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
  const before = await time();
  await expect.poll(time, SOON).toBeGreaterThan(before);
}

test.skipIf(!hasTurn())(
  'a call goes through the TURN server of KITH_TURN_URLS, and is found again after that server was away',
  async () => {
    await turn.start();
    const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
    const listId = await web.kith.befriend(ada, bo);
    const [atAda, atBo] = await Promise.all([
      web.page(ada, { path: `/chats/${listId}`, prepare: relayOnly }),
      web.page(bo, { path: '/contacts', prepare: relayOnly }),
    ]);
    await atAda.getByRole('button', { name: 'Call', exact: true }).click();
    await atAda.getByRole('menuitem', { name: 'Voice call' }).click();
    await atBo.getByRole('button', { name: 'Answer', exact: true }).click();
    const clock = (page: Page) => page.getByRole('dialog').getByText(/^\d:\d\d$/);
    await Promise.all([clock(atAda).waitFor(SOON), clock(atBo).waitFor(SOON)]);
    await Promise.all([expectHeard(atAda), expectHeard(atBo)]);

    await turn.kill();
    const lost = (page: Page) => page.getByRole('dialog').getByText('Reconnecting …');
    await Promise.all([lost(atAda).waitFor(SOON), lost(atBo).waitFor(SOON)]);
    await turn.start();
    await Promise.all([clock(atAda).waitFor(SOON), clock(atBo).waitFor(SOON)]);
    await Promise.all([expectHeard(atAda), expectHeard(atBo)]);
  },
);
