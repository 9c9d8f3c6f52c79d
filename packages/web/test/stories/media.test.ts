import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picture } from '../../../server/test/im/pictures.js';
import { halves } from '../../../server/test/media/samples.js';
import { faultsOf } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { clip } from '../harness/clip.js';

const web = useBrowser();

interface Given {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

async function png(name: string, width: number, height: number): Promise<Given> {
  return { name, type: 'image/png', bytes: await halves(width, height).png().toBuffer() };
}

/** Pastes or drops files, as a browser reports it. */
async function give(page: Page, how: 'paste' | 'drop', files: readonly Given[]): Promise<void> {
  const list = files.map(({ bytes, ...file }) => ({ ...file, bytes: [...bytes] }));
  await page.evaluate(
    ([event, given]) => {
      const transfer = new DataTransfer();
      for (const { name, type, bytes } of given)
        transfer.items.add(new File([new Uint8Array(bytes)], name, { type }));
      const options = { bubbles: true, cancelable: true };
      document.body.dispatchEvent(
        event === 'paste'
          ? new ClipboardEvent('paste', { ...options, clipboardData: transfer })
          : new DragEvent('drop', { ...options, dataTransfer: transfer }),
      );
    },
    [how, list] as const,
  );
}

async function chat() {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  return { ada, bo, listId: await web.kith.befriend(ada, bo) };
}

const opened = (page: Page) =>
  page.getByRole('region', { name: 'Messages' }).getByText('You are friends now.').waitFor();

const decoded = (page: Page, at: number) =>
  page
    .getByRole('button', { name: 'Open the picture' })
    .nth(at)
    .locator('img')
    .evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return [image.clientWidth, image.clientHeight];
    });

test('pictures are pasted and dropped, wait in a tray with the words over a reload, and both people see them', async () => {
  const { ada, bo, listId } = await chat();
  const path = `/chats/${listId}`;
  const [atAda, atBo] = await Promise.all([
    web.page(ada, { path, canCut: true, expects: /ERR_INTERNET_DISCONNECTED/ }),
    web.page(bo, { path, viewport: 'phone', theme: 'dark' }),
  ]);
  await opened(atAda);
  await give(atAda, 'paste', [await png('wide.png', 900, 300)]);
  await atAda.getByRole('list', { name: '1 file to send' }).waitFor();
  await give(atAda, 'drop', [await png('tall.png', 100, 200), await png('gone.png', 20, 20)]);
  await atAda.getByLabel('Message', { exact: true }).fill('By the sea');
  await atAda.getByRole('button', { name: 'Remove gone.png' }).click();
  await atAda.getByRole('list', { name: '2 files to send' }).waitFor();
  expect(await faultsOf(atAda)).toEqual([]);

  await atAda.reload();
  await atAda.getByRole('list', { name: '2 files to send' }).waitFor();
  // Without a network both wait; the words are above the pictures, and stay there.
  await web.setOffline(atAda, true);
  await atAda.getByLabel('Message', { exact: true }).press('Enter');
  await atAda.getByRole('group', { name: '2 pictures' }).waitFor();
  const rows = () => atAda.getByRole('region', { name: 'Messages' }).getByRole('listitem').allInnerTexts();
  const placeOfWords = async () => (await rows()).findIndex((row) => row.includes('By the sea'));
  expect(await placeOfWords()).toBe(2);
  await web.setOffline(atAda, false);
  await expect.poll(() => atAda.getByRole('img', { name: /^(Sent|Read)$/ }).count()).toBe(2);
  expect(await placeOfWords()).toBe(2);
  expect(await atAda.getByRole('list', { name: /to send/ }).count()).toBe(0);
  const album = atAda.getByRole('group', { name: '2 pictures' });
  expect(await album.getByRole('button', { name: 'Open the picture' }).count()).toBe(2);
  const [left, right] = [await decoded(atAda, 0), await decoded(atAda, 1)];
  expect(left).toEqual(right);

  await atBo.getByRole('region', { name: 'Messages' }).getByText('By the sea').waitFor();
  await expect.poll(() => atBo.getByRole('button', { name: 'Open the picture' }).count()).toBe(2);
  await decoded(atBo, 1);
  expect(await faultsOf(atBo)).toEqual([]);
});

test('a large photo goes smaller, upright and without what the camera wrote into it; in its full size on request', async () => {
  const { ada, listId } = await chat();
  const page = await web.page(ada, {
    path: `/chats/${listId}`,
    prepare: async (context) => {
      await context.addInitScript(noteUploads);
    },
  });
  await opened(page);
  // A camera turns a photo by a mark, and writes down where it was taken.
  const bytes = await halves(3000, 2000)
    .withExif({ IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const photo = { name: 'photo.jpeg', type: 'image/jpeg', bytes };
  const send = () => page.getByLabel('Message', { exact: true }).press('Enter');
  const arrived = async (count: number) => {
    await expect.poll(() => page.evaluate(() => globalThis.uploads.length)).toBe(count);
  };

  await give(page, 'paste', [photo, await png('screenshot.png', 300, 2600)]);
  await send();
  await arrived(2);
  await give(page, 'paste', [photo]);
  await page.getByLabel('Original size').check();
  await send();
  await arrived(3);
  const upright = { width: 2000, height: 3000 };
  expect(await page.evaluate(uploaded)).toEqual([
    { name: 'photo.jpg', hasExif: false, width: 1707, height: 2560, top: 'red' },
    { name: 'screenshot.png', hasExif: false, width: 300, height: 2600, top: 'red' },
    { name: 'photo.jpeg', hasExif: true, ...upright, top: 'red' },
  ]);
});

declare global {
  /** The files that a page has uploaded. */
  var uploads: File[];
}

/** Runs in the page: notes each file that is uploaded. */
function noteUploads(): void {
  globalThis.uploads = [];
  const { send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.send = function (body) {
    const file = body instanceof FormData && body.get('file');
    if (file instanceof File) globalThis.uploads.push(file);
    send.call(this, body);
  };
}

/** Runs in the page: what a reader of each uploaded file would see. */
function uploaded() {
  return Promise.all(
    globalThis.uploads.map(async (file) => {
      const bitmap = await createImageBitmap(file);
      const { width, height } = bitmap;
      const canvas = new OffscreenCanvas(width, height).getContext('2d')!;
      canvas.drawImage(bitmap, 0, 0);
      const [red = 0, , blue = 0] = canvas.getImageData(width / 4, height / 4, 1, 1).data;
      const hasExif = (await file.slice(0, 65_536).text()).includes('Exif');
      return { name: file.name, hasExif, width, height, top: red > blue ? 'red' : 'blue' };
    }),
  );
}

test('the viewer shows the pictures of the chat one by one; Esc and the way back close it', async () => {
  const { ada, bo, listId } = await chat();
  for (const [width, name] of [
    [900, 'wide.png'],
    [200, 'tall.png'],
  ] as const) {
    const { save_name: url, ...stored } = await bo.im.upload.chat(
      { list_id: listId },
      { name, bytes: new Uint8Array(await halves(width, 300).png().toBuffer()) },
    );
    await bo.im.message.textMsg({ list_id: listId, content_type: 2, content: { url, ...stored } });
  }
  const page = await web.page(ada, { path: `/chats/${listId}` });
  const first = page.getByRole('button', { name: 'Open the picture' }).first();
  await first.click();
  const viewer = page.getByRole('dialog', { name: 'Pictures' });
  await viewer.getByRole('img', { name: 'Picture 1 of 2' }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  const address = () => viewer.getByRole('link', { name: 'Save the picture' }).getAttribute('href');
  const before = await address();
  await page.keyboard.press('ArrowRight');
  await expect.poll(address).not.toBe(before);
  await page.keyboard.press('Escape');
  await viewer.waitFor({ state: 'detached' });
  await expect.poll(() => first.evaluate((button) => button === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await viewer.getByRole('button', { name: 'Show in the chat' }).click();
  await viewer.waitFor({ state: 'detached' });
  await page.getByRole('listitem').and(page.locator('.bg-tint')).first().waitFor();
  await first.press('Enter');
  await viewer.waitFor();
  await page.goBack();
  await viewer.waitFor({ state: 'detached' });
  expect(new URL(page.url()).pathname).toBe(`/chats/${listId}`);
});

test('a tab that is killed between upload and sending: another one sends the picture, once', async () => {
  const { ada, bo, listId } = await chat();
  const page = await web.page(ada, { path: '/me' });
  const context = page.context();
  let isCut = true;
  let uploads = 0;
  await context.routeWebSocket(/\/ws$/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((frame) => {
      if (!isCut || !/"t":"send"/.test(String(frame))) server.send(frame);
    });
  });
  context.on('response', (response) => void (/upload\/chat/.test(response.url()) && uploads++));
  await page.goto(`${web.kith.url}/chats/${listId}`);
  await opened(page);
  await give(page, 'paste', [await png('a.png', 300, 200)]);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByLabel('Sending').waitFor();
  // Uploaded, stored with its address, and on its way.
  await expect.poll(() => uploads).toBe(1);
  await page.getByRole('button', { name: /^Cancel the upload/ }).waitFor({ state: 'hidden' });
  await page.close();
  isCut = false;
  const other = await context.newPage();
  await other.goto(`${web.kith.url}/chats/${listId}`);
  await other.getByLabel('Sent', { exact: true }).waitFor();
  expect(await decoded(other, 0)).toEqual([300, 200]);
  expect(uploads).toBe(1);
  const { list } = await bo.im.get.chatData({ list_id: listId });
  expect(JSON.stringify(list).match(/"url":/g)).toHaveLength(1);
});

test('a refused file says why, outlives a reload, and can be sent again or deleted; a damaged picture shows as such', async () => {
  const { ada, bo, listId } = await chat();
  const url = `${'0'.repeat(32)}.jpg`;
  await bo.im.message.textMsg({ list_id: listId, content_type: 2, content: { url, w: 300, h: 200 } });
  const page = await web.page(ada, { path: `/chats/${listId}`, expects: /404|ERR_FAILED/ });
  await page.getByText('This picture cannot be shown.').waitFor();
  await give(page, 'paste', [{ name: 'words.png', type: 'image/png', bytes: Buffer.from('only words') }]);
  await page.getByRole('img', { name: 'This picture cannot be shown.' }).waitFor();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('alert').getByText('This file type is not supported').waitFor();
  await page.reload();
  await page.getByRole('alert').getByText('This file type is not supported').waitFor();
  await page.route(/upload\/chat/, (route) => route.abort());
  const failing = page.waitForRequest(/upload\/chat/);
  await page.getByRole('button', { name: 'Send again' }).click();
  await failing;
  await page.getByRole('button', { name: /^Cancel the upload/ }).waitFor();
  await page.unroute(/upload\/chat/);
  await page.getByRole('alert').getByText('This file type is not supported').waitFor();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('alert').waitFor({ state: 'hidden' });
});

test('without room for a file that the browser cannot show: it is sent all the same when there is a connection', async () => {
  const { ada, bo, listId } = await chat();
  const page = await web.page(ada, {
    path: `/chats/${listId}`,
    expects: /Failed to load resource|WebSocket connection to|net::ERR|Not allowed to load local/,
    canCut: true,
  });
  await opened(page);
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...given) {
      if (['files', 'attachments'].includes(this.name)) throw new DOMException('full', 'QuotaExceededError');
      return put.apply(this, given);
    };
    URL.createObjectURL = () => 'blob:nothing';
  });
  await give(page, 'drop', [await png('a.png', 300, 200)]);
  await page.getByRole('status').getByText('This browser has no room for the files.').waitFor();
  await web.setOffline(page, true);
  await page.getByText('No connection.').waitFor();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('status').getByText('keep this page open until then').waitFor();
  await page.getByLabel('Sending').waitFor();
  await page.getByText('This picture cannot be shown.').waitFor();
  await web.setOffline(page, false);
  await page.getByLabel('Sent', { exact: true }).waitFor();
  expect(await decoded(page, 0)).toEqual([300, 200]);
  const { list } = await bo.im.get.chatData({ list_id: listId });
  expect(JSON.stringify(list).match(/"url":/g)).toHaveLength(1);
});

test('a file has its name and size, and is saved under its name', async () => {
  const { ada, bo, listId } = await chat();
  const path = `/chats/${listId}`;
  const atAda = await web.page(ada, { path });
  await opened(atAda);
  const buffer = Buffer.alloc(3000, 'word ');
  await atAda
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: '報告 1.txt', mimeType: 'text/plain', buffer });
  await atAda.getByRole('button', { name: 'Send', exact: true }).click();
  await atAda.getByLabel('Sent', { exact: true }).waitFor();
  const atBo = await web.page(bo, { path });
  await atBo.getByText('3 kB').waitFor();
  const saving = atBo.waitForEvent('download');
  await atBo.getByRole('link', { name: 'Save 報告 1.txt' }).click();
  expect((await saving).suggestedFilename()).toBe('報告 1.txt');
  expect(await faultsOf(atBo)).toEqual([]);
});

test('a voice message is recorded, heard before it is sent, and played by the other one, next one following', async () => {
  const { ada, bo, listId } = await chat();
  const path = `/chats/${listId}`;
  const atAda = await web.page(ada, { path });
  await opened(atAda);
  const mic = atAda.getByRole('button', { name: 'Record a voice message' });
  const recorder = atAda.getByRole('group', { name: 'Voice message' });
  await mic.click();
  await recorder.getByText('00:02').waitFor();
  // Whoever leaves the chat finds the recording again, also after a reload.
  await atAda.getByRole('link', { name: 'Contacts' }).click();
  await atAda.getByRole('heading', { name: 'Contacts' }).waitFor();
  await atAda.goBack();
  await recorder.getByRole('button', { name: /^Play the voice message, 00:0[2-9]/ }).click();
  await recorder.getByRole('button', { name: 'Pause' }).waitFor();
  await atAda.reload();
  await recorder.getByRole('button', { name: /^Play the voice message, 00:0[2-9]/ }).click();
  await recorder.getByRole('button', { name: 'Pause' }).waitFor();
  await recorder.getByRole('button', { name: 'Discard the recording' }).click();

  await mic.click();
  await recorder.getByText('00:02').waitFor();
  expect(await faultsOf(atAda)).toEqual([]);
  await recorder.getByRole('button', { name: 'Stop and listen' }).click();
  await recorder.getByRole('button', { name: /^Play the voice message/ }).click();
  await recorder.getByRole('button', { name: 'Pause' }).waitFor();
  await recorder.getByRole('button', { name: 'Send the voice message' }).click();
  await expect.poll(() => mic.evaluate((button) => button === document.activeElement)).toBe(true);
  await atAda.getByLabel('Sent', { exact: true }).waitFor();
  await atAda.keyboard.press('Enter');
  await recorder.getByText('00:02').waitFor();
  await recorder.getByRole('button', { name: 'Send the voice message' }).click();
  await expect.poll(() => atAda.getByLabel('Sent', { exact: true }).count()).toBe(2);

  const { list } = await bo.im.get.chatData({ list_id: listId });
  expect(list.map(({ msg }) => msg.content).filter(({ url }) => url)).toEqual(
    Array.from({ length: 2 }, () => ({
      url: expect.any(String),
      full_url: expect.stringContaining(listId),
      length: expect.stringMatching(/^00:0\d$/),
      peaks: expect.arrayContaining([100]),
    })),
  );
  const atBo = await web.page(bo, { path, viewport: 'phone' });
  const plays = atBo.getByRole('button', { name: /^Play the voice message/ });
  const unheard = atBo.getByRole('img', { name: 'Not played yet' });
  await expect.poll(() => unheard.count()).toBe(2);
  await plays.first().click();
  await atBo.getByRole('button', { name: 'Speed 1×' }).click();
  await atBo.getByRole('button', { name: 'Speed 1.5×' }).waitFor();
  // The first ends, and the second one follows.
  const voices = atBo.getByRole('listitem').filter({ has: atBo.getByRole('slider') });
  await voices.last().getByRole('button', { name: 'Pause' }).waitFor();
  await plays.first().waitFor();
  const position = voices.first().getByRole('slider', { name: 'Position' });
  await position.fill('1');
  await expect.poll(async () => Number(await position.inputValue())).toBeGreaterThanOrEqual(1);
  // Five seconds on is the end.
  await position.press('ArrowRight');
  await expect.poll(() => plays.count()).toBe(2);
  expect(await faultsOf(atBo)).toEqual([]);

  // What was played stays so; a new one is not.
  await atAda.keyboard.press('Enter');
  await recorder.getByText('00:01').waitFor();
  await recorder.getByRole('button', { name: 'Send the voice message' }).click();
  await expect.poll(() => plays.count()).toBe(3);
  await atBo.reload();
  await expect.poll(() => plays.count()).toBe(3);
  await expect.poll(() => unheard.count()).toBe(1);
});

test('without a microphone the recorder says so, and the words stay', async () => {
  const { ada, listId } = await chat();
  const page = await web.page(ada, { path: `/chats/${listId}` });
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await page.getByRole('button', { name: 'Record a voice message' }).click();
  await page.getByRole('alert').getByText('Kith may not use the microphone.').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByLabel('Message', { exact: true }).fill('Then in words');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByLabel('Sent', { exact: true }).waitFor();
});

test('a video has its proportion, a still and a length, and plays in its place', async () => {
  const { ada, bo, listId } = await chat();
  const path = `/chats/${listId}`;
  const atAda = await web.page(ada, { path });
  await opened(atAda);
  await atAda
    .getByLabel('Picture or video')
    .setInputFiles({ name: 'waves.webm', mimeType: 'video/webm', buffer: await clip() });
  await atAda.getByRole('list', { name: '1 file to send' }).waitFor();
  await atAda.getByRole('button', { name: 'Send', exact: true }).click();
  await atAda.getByLabel('Sent', { exact: true }).waitFor();

  const atBo = await web.page(bo, { path });
  const video = atBo
    .getByRole('listitem')
    .filter({ has: atBo.getByRole('button', { name: /^Play the video, 00:0/ }) });
  const still = video.locator('img').first();
  expect(
    await still.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
  ).toBe(120);
  expect(await still.boundingBox()).toMatchObject({ width: 120, height: 160 });
  expect(await faultsOf(atBo)).toEqual([]);
  await video.getByRole('button', { name: /^Play the video/ }).click();
  await expect
    .poll(() => atBo.locator('video').evaluate((element: HTMLVideoElement) => element.currentTime))
    .toBeGreaterThan(0);
});

test('a place, the card of a friend and a poke are sent; the card opens the person', async () => {
  const { ada, bo, listId } = await chat();
  const eve = await web.kith.person('eve');
  await web.kith.befriend(ada, eve);
  await eve.im.upload.photo({}, await picture('red'));
  await eve.im.action.upPhoto();
  const path = `/chats/${listId}`;
  const atAda = await web.page(ada, { path });
  await atAda.context().grantPermissions(['geolocation']);
  await atAda.context().setGeolocation({ latitude: 25.03396, longitude: 121.56447 });
  await opened(atAda);
  const choose = async (name: string) => {
    await atAda.getByRole('button', { name: 'Send something else' }).click();
    await atAda.getByRole('menuitem', { name }).click();
  };
  await choose('Location');
  const sheet = atAda.getByRole('dialog', { name: 'Location' });
  const here = sheet.getByRole('status').getByText('25.03396, 121.56447 · within');
  await here.waitFor();
  expect(await faultsOf(atAda)).toEqual([]);
  await sheet.getByRole('button', { name: 'Another place' }).click();
  await sheet.getByLabel('Latitude and longitude').fill('somewhere');
  await sheet.getByLabel('Name of the place').fill('Taipei 101');
  await sheet.getByRole('button', { name: 'Send the location' }).click();
  await sheet.getByText('Write two numbers').waitFor();
  await sheet.getByRole('button', { name: 'Where I am' }).click();
  await here.waitFor();
  await sheet.getByRole('button', { name: 'Send the location' }).click();
  await sheet.waitFor({ state: 'detached' });
  await choose('Contact');
  await atAda.getByRole('dialog', { name: 'Send a contact' }).getByRole('button', { name: /eve/ }).click();
  await choose('Poke');
  await expect.poll(() => atAda.getByLabel('Sent', { exact: true }).count()).toBe(3);
  expect(await faultsOf(atAda)).toEqual([]);

  const atBo = await web.page(bo, { path, viewport: 'phone' });
  await atBo.getByText('pokes you').waitFor();
  const map = atBo.getByRole('link', { name: '25.03396, 121.56447' });
  expect(await map.getAttribute('href')).toBe(
    'https://www.openstreetmap.org/?mlat=25.03396&mlon=121.56447#map=16/25.03396/121.56447',
  );
  await atBo.getByText('Taipei 101').waitFor();
  expect(await faultsOf(atBo)).toEqual([]);
  const card = atBo.getByRole('link', { name: /^eve.*Contact/ });
  const width = (image: HTMLImageElement) => image.naturalWidth;
  await expect.poll(() => card.locator('img').evaluate(width)).toBeGreaterThan(0);
  await card.click();
  await atBo.waitForURL(`**/contacts/${eve.id}`);
});
