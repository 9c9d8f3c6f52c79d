import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { eventually, useKith } from '../harness/kith.js';
import { noise } from '../media/samples.js';

const PATH = '/api/user_friendship/user_photos';
const MAX_BYTES = 100_000;
/** The maximum size of a request body, because base64 is longer than its data. */
const MAX_BODY_BYTES = MAX_BYTES * 1.6 + 65_536;
const kith = useKith({ config: { maxUploadBytes: MAX_BYTES } });

/** Requests without their last bytes, as of slow clients; refused ones are counted. */
function stallUploads(amount: number): { refused(): number; destroy(): void } {
  let refused = 0;
  const head = [
    `POST ${PATH} HTTP/1.1`,
    'Host: localhost',
    'Content-Type: application/json',
    `Content-Length: ${MAX_BODY_BYTES}`,
    '',
    '',
  ];
  const sockets = Array.from({ length: amount }, () => {
    const socket = connect(kith.server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.once('data', () => refused++);
    socket.write(head.join('\r\n'));
    socket.write(Buffer.alloc(MAX_BODY_BYTES - 1000));
    return socket;
  });
  return {
    refused: () => refused,
    destroy: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

test('unfinished uploads of strangers cannot fill the memory: other uploads are asked to retry, then accepted', async () => {
  const ada = await kith.person('ada');
  const image = (await noise(100, 100).png().toBuffer()).toString('base64');
  const fields = { api_token: ada.token, user_id: ada.id, photo_index: 1, image_type: 'png', image };
  const put = () => kith.post(PATH, fields);
  expect((await put()).status).toBe(200);
  // Four of them fit.
  const stalled = stallUploads(12);
  await eventually('eight are refused', () => stalled.refused() === 8);
  const { status, body, headers } = await put();
  expect([status, body.code, headers.get('retry-after')]).toEqual([500, 500101, '2']);
  // A caller identified before the body has a separate budget.
  const known = await kith.post(`${PATH}?api_token=${ada.token}`, { ...fields, api_token: ada.token });
  expect(known.status).toBe(200);
  stalled.destroy();
  await eventually('there is room again', async () => (await put()).status === 200);
  // Refused and served requests have released all their memory.
  for (let i = 0; i < 100; i++) expect((await put()).status).toBe(200);
  const broken = { ...fields, image: '%'.repeat(40_000) };
  for (let i = 0; i < 60; i++) expect((await kith.post(PATH, broken)).status).toBe(400);
  expect((await put()).status).toBe(200);
});

test("a body above the server's limit is refused as too large", async () => {
  const ada = await kith.person('ada');
  const image = 'A'.repeat(MAX_BODY_BYTES);
  const { body } = await kith.post(PATH, { api_token: ada.token, image });
  expect(body).toMatchObject({ code: 400101, message: `參數驗證錯誤:image => max_size:${MAX_BYTES}` });
});
