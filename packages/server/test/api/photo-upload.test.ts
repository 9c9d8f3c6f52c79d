import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { atPace } from '../harness/at-pace.js';
import { useKith } from '../harness/kith.js';
import { noise } from '../media/samples.js';
import { image } from './photos.js';

const kith = useKith();

const PATH = '/api/user_friendship/user_photos';
const MAX_BYTES = 10 * 1024 * 1024;
const badToken = { status: 400, body: expect.objectContaining({ code: 400401 }) };

/** A request with a body that stops at some point, as of a slow client; `reply` is the first response. */
function stalled(head: string[], bytes: number): { reply: Promise<string>; destroy(): void } {
  const socket = connect(kith.server.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(['POST ' + head[0], 'Host: localhost', ...head.slice(1), '', ''].join('\r\n'));
  socket.write(Buffer.alloc(bytes, 'a'));
  const reply = new Promise<string>((resolve) => {
    socket.once('data', (data) => resolve(data.toString()));
    socket.once('close', () => resolve('closed'));
  });
  return { reply, destroy: () => socket.destroy() };
}

describe('a photo in a request', () => {
  it(
    'can be a form, JSON or a multipart text, with up to 10 MiB; no other endpoint accepts as much',
    async () => {
      const ada = await kith.person('ada');
      // Incompressible pixels, almost 10 MiB.
      const bytes = await noise(1860, 1860).png({ compressionLevel: 0 }).toBuffer();
      expect(bytes.length).toBeGreaterThan(MAX_BYTES * 0.98);
      expect(bytes.length).toBeLessThanOrEqual(MAX_BYTES);
      const fields = {
        api_token: ada.token,
        user_id: String(ada.id),
        image_type: 'png',
        image: bytes.toString('base64'),
      };
      const form = new FormData();
      for (const [name, value] of Object.entries({ ...fields, photo_index: '3' })) form.set(name, value);
      const answers = [
        await kith.post(PATH, { ...fields, photo_index: 1 }),
        await kith.post(
          PATH,
          {},
          {
            body: JSON.stringify({
              ...fields,
              photo_index: 2,
              image: `data:image/png;base64,${fields.image}`,
            }),
            headers: { 'content-type': 'application/json; charset=utf-8' },
          },
        ),
        await kith.post(PATH, {}, { body: form }),
      ];
      expect(answers.map(({ status, body }) => [status, body.data?.list[0].photo_index])).toEqual([
        [200, 1],
        [200, 2],
        [200, 3],
      ]);
      const elsewhere = await kith.post('/api/intro', { ...fields, nickname: 'x' });
      expect(elsewhere.body).toMatchObject({ code: 400101, message: '參數驗證錯誤:body => max_length' });
    },
    atPace(60_000),
  );

  it(
    'is refused as too large above that, however large the body is',
    async () => {
      const ada = await kith.person('ada');
      const tooLarge = { code: 400101, message: `參數驗證錯誤:image => max_size:${MAX_BYTES}` };
      const png = Buffer.from(await image('red'), 'base64');
      for (const bytes of [MAX_BYTES + 1, 3 * MAX_BYTES]) {
        const padded = Buffer.concat([png, Buffer.alloc(bytes - png.length)]).toString('base64');
        const fields = {
          api_token: ada.token,
          user_id: ada.id,
          photo_index: 1,
          image_type: 'png',
          image: padded,
        };
        expect((await kith.post(PATH, fields)).body, String(bytes)).toMatchObject(tooLarge);
      }
    },
    atPace(60_000),
  );

  it(
    'is refused as unreadable in a malformed body',
    async () => {
      const ada = await kith.person('ada');
      for (const [type, body] of [
        ['application/json', '{"a":'],
        ['application/json', '[1]'],
        ['application/json', '{"__proto__":{"x":1}}'],
        ['application/x-www-form-urlencoded', 'image=%ff'],
        ['multipart/form-data; boundary=x', 'nothing of the kind'],
        ['multipart/form-data', 'no boundary'],
        // Only small values, as many as fit.
        ['application/x-www-form-urlencoded', '&'.repeat(10_000_000)],
        ['application/json', `[${'1,'.repeat(5_000_000)}1]`],
        ['application/json', `{"a":[${'{},'.repeat(3_000_000)}1]}`],
        [
          'multipart/form-data; boundary=x',
          `--x\r\n${'content-disposition: form-data; name="a"\r\n\r\n\r\n--x\r\n'.repeat(200_000)}`,
        ],
        // Many parts, between a boundary that another parameter hides.
        ...['; x-boundary=y; boundary=x', '; boundary="\\x"'].map(
          (parameters) =>
            [
              `multipart/form-data${parameters}`,
              `${'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(2000)}--x--\r\n`,
            ] as const,
        ),
      ] as const) {
        const answer = await kith.post(
          `${PATH}?api_token=${ada.token}`,
          {},
          { body, headers: { 'content-type': type } },
        );
        expect([type, answer.body.message]).toEqual([type, '參數驗證錯誤:body => valid']);
      }
    },
    atPace(20_000),
  );

  it('is read among any other fields', async () => {
    const ada = await kith.person('ada');
    const fields = { api_token: ada.token, user_id: String(ada.id), photo_index: '1', image_type: 'png' };
    const large = (await noise(200, 200).png().toBuffer()).toString('base64');
    expect(large.length).toBeGreaterThan(64 * 1024);
    const others = String(new URLSearchParams({ ...fields, unknown: '%+a b' }));
    for (const body of [
      `image=${encodeURIComponent(large)}&${others}`,
      `${others}&image=${large}`,
      `image=x&${others}&image=${large.replaceAll(/.{76}/g, '$&%0D%0A')}`,
    ]) {
      const answer = await kith.post(
        PATH,
        {},
        { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      );
      expect(answer.status, answer.text.slice(0, 200)).toBe(200);
    }
    const broken = await kith.post(
      PATH,
      {},
      { body: `${others}&image=${large}%zz`, headers: { 'content-type': 'text/plain' } },
    );
    expect(broken.body.message).toBe('參數驗證錯誤:body => valid');
  });
});

describe('a token before the body', () => {
  it('is checked before the body has arrived', async () => {
    for (const head of [
      [`${PATH}?api_token=expired HTTP/1.1`],
      [`${PATH} HTTP/1.1`, 'Authorization: Bearer expired'],
    ]) {
      const upload = stalled([...head, 'Content-Type: application/json', 'Content-Length: 12000000'], 1000);
      expect(await upload.reply).toContain('"code":400401');
      upload.destroy();
    }
    // A token inside the body is checked first there.
    expect(await kith.post(PATH, { api_token: 'expired', photo_index: 'x' })).toMatchObject(badToken);
    expect(await kith.post(PATH)).toMatchObject(badToken);
  });
});
