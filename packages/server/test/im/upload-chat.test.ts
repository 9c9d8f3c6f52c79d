import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { group, history, plainPasswords, refused, tell, threePeople } from '../conversations/chatting.js';
import { collectWarnings } from '../hostile/warnings.js';
import { expectWithin } from '../harness/at-pace.js';
import { useKith, type Person } from '../harness/kith.js';
import { animation, gpsMark, halves, matroska, mp4, photograph, pixelFlood } from '../media/samples.js';

const LIMIT = 2 * 1024 * 1024;
const warnings = collectWarnings();
const kith = useKith({
  config: { maxUploadBytes: LIMIT },
  overrides: { ports: { passwords: plainPasswords } },
  log: warnings.log,
});

afterEach(() => expect(warnings.drain()).toEqual([]));

const mp3 = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(64)]);
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));
const upload = (who: Person, list_id: string, name: string, bytes: Uint8Array) =>
  who.im.upload.chat({ list_id, type: 0 }, { name, bytes: new Uint8Array(bytes) });

/** Fetches without a token, as clients do. */
async function fetchFile(
  path: string,
): Promise<{ status: number; type: string; headers: Headers; bytes: Buffer }> {
  const response = await fetch(`${kith.url}/static/chat/${path}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    headers: response.headers,
    bytes,
  };
}

const files = () =>
  kith.sql<{ name: string; original_name: string }>('select name, original_name from files');

describe('/im/upload/chat', () => {
  it('returns the size and a thumbnail of a photo, and removes its metadata', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const photo = await photograph('jpeg');
    expect(photo.includes(gpsMark)).toBe(true);
    const stored = await upload(ada, list_id.toUpperCase(), 'IMG 0001.JPG', photo);
    expect(stored).toEqual({
      save_name: expect.stringMatching(/^[0-9a-f]{32}\.jpg$/),
      full_url: `${list_id}/${stored.save_name}`,
      full_movie: '',
      w: 120,
      h: 200,
    });
    for (const path of [stored.full_url, stored.full_url.replace('.jpg', '_thumb.jpg')]) {
      const { status, type, bytes } = await fetchFile(path);
      expect([status, type]).toEqual([200, 'image/jpeg']);
      expect(bytes.includes(gpsMark)).toBe(false);
      expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    }
    // It is sent as clients send it, and arrives with everything needed to display it.
    const { save_name, w, h } = stored;
    await tell(ada, list_id, 2, { url: save_name, w, h, full_url: '' });
    const { msg } = (await history(bo, list_id)).at(-1) ?? {};
    const shown = await fetchFile(`${list_id}/${String(msg?.content['url'])}`);
    expect(await sharp(shown.bytes).metadata()).toMatchObject({ width: 120, height: 200 });
  });

  it('makes thumbnails of at most 350 pixels; PNG stays PNG, an animation stays animated', async () => {
    const { ada, list_id } = await threePeople(kith);
    const png = await upload(ada, list_id, 'a.png', await halves(1000, 500).png().toBuffer());
    expect(png).toMatchObject({ save_name: expect.stringMatching(/\.png$/), w: 1000, h: 500 });
    const thumb = await fetchFile(png.full_url.replace('.png', '_thumb.png'));
    expect(await sharp(thumb.bytes).metadata()).toMatchObject({ format: 'png', width: 350, height: 175 });
    const gif = await upload(ada, list_id, 'a.gif', await animation(400, 400, 3));
    expect(gif).toMatchObject({ save_name: expect.stringMatching(/\.gif$/), w: 400, h: 400 });
    for (const [path, width] of [
      [gif.full_url, 400],
      [gif.full_url.replace('.gif', '_thumb.gif'), 350],
    ] as const) {
      const { type, bytes } = await fetchFile(path);
      expect(type).toBe('image/gif');
      expect(await sharp(bytes, { animated: true }).metadata()).toMatchObject({ pages: 3, width });
    }
  });

  it.each<[what: string, name: string, bytes: Buffer, extension: string, type: string]>([
    ['music', 'song.mp3', mp3, 'mp3', 'audio/mpeg'],
    ['a voice message of a browser', 'voice.webm', matroska('webm', 'A_OPUS'), 'weba', 'audio/webm'],
    ['a voice message of a phone', 'voice.m4a', mp4('M4A', 'soun'), 'm4a', 'audio/mp4'],
    ['a voice message without a name', '', mp4('isom', 'soun'), 'm4a', 'audio/mp4'],
    ['a voice message of Android', 'voice.3gp', mp4('3gp4', 'soun'), '3ga', 'audio/3gpp'],
    ['audio in Matroska', 'voice.mka', matroska('matroska', 'A_OPUS'), 'mka', 'audio/x-matroska'],
    ['a voice message in AMR', '1.amr', Buffer.from(`#!AMR\n${'x'.repeat(32)}`), 'amr', 'audio/amr'],
  ])('keeps %s unchanged', async (_what, name, bytes, extension, type) => {
    const { ada, list_id } = await threePeople(kith);
    const stored = await upload(ada, list_id, name || 'blob', bytes);
    expect(stored).toMatchObject({
      save_name: expect.stringMatching(`^[0-9a-f]{32}\\.${extension}$`),
      full_movie: '',
      w: 0,
      h: 0,
    });
    const fetched = await fetchFile(stored.full_url);
    expect([fetched.status, fetched.type]).toEqual([200, type]);
    expect(fetched.bytes.equals(bytes)).toBe(true);
  });

  it('makes a still of a video, also when it cannot be decoded', async () => {
    const { ada, list_id } = await threePeople(kith);
    const stored = await upload(ada, list_id, 'film.mp4', mp4('isom', 'vide', 'soun'));
    expect(stored.save_name).toMatch(/\.mp4$/);
    expect(stored.full_movie).toBe(`${list_id}/${stored.save_name.replace('.mp4', '.jpg')}`);
    expect((await fetchFile(stored.full_url)).type).toBe('video/mp4');
    const still = await fetchFile(stored.full_movie);
    expect(still.type).toBe('image/jpeg');
    expect(await sharp(still.bytes).metadata()).toMatchObject({ format: 'jpeg' });
  });

  it.each([
    ['report.pdf', pdf],
    ['page.html', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['drawing.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['script.js', Buffer.from('alert(1)')],
    ['data.xml', Buffer.from('<?xml version="1.0"?><a/>')],
    ['archive.tar.gz', gzipSync('x')],
    ['README', Buffer.from('no extension')],
    ['program.exe', Buffer.from('MZ\x90\0')],
  ])('keeps %s byte for byte and serves it only as a download', async (name, bytes) => {
    const { ada, list_id } = await threePeople(kith);
    const stored = await upload(ada, list_id, name, bytes);
    const fetched = await fetchFile(stored.full_url);
    expect(fetched.bytes.equals(bytes)).toBe(true);
    expect(fetched.type).toBe('application/octet-stream');
    expect(fetched.headers.get('content-disposition')).toBe('attachment');
    expect(fetched.headers.get('x-content-type-options')).toBe('nosniff');
    expect(fetched.headers.get('content-security-policy')).toContain('sandbox');
  });

  it('serves a file only to clients that know its name: there is no listing, and other names are not found', async () => {
    const { ada, list_id } = await threePeople(kith);
    const { save_name, full_url } = await upload(ada, list_id, 'a.png', await halves(4, 4).png().toBuffer());
    const second = await upload(ada, list_id, 'a.png', await halves(4, 4).png().toBuffer());
    expect(second.save_name).not.toBe(save_name);
    const digit = save_name.startsWith('0') ? '1' : '0';
    for (const path of [
      '',
      '/',
      `${list_id}`,
      `${list_id}/`,
      `${list_id}/${digit}${save_name.slice(1)}`,
      `${list_id}/${save_name.replace('.png', '')}`,
      `${list_id}/${save_name.replace('.png', '.jpg')}`,
      `${list_id}/${save_name.replace('.png', '_thumb_thumb.png')}`,
      `${list_id}/../chat/${save_name}`,
      `${list_id}/%2e%2e/${save_name}`,
      `${list_id}/x/${save_name}`,
      `x/${save_name}`,
    ]) {
      if (path.includes('..')) continue;
      expect((await fetchFile(path)).status, path).toBe(404);
    }
    expect((await fetchFile(full_url)).status).toBe(200);
  });

  it('serves a forwarded picture under the conversation that it was forwarded to', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const toCy = await kith.befriend(bo, cy);
    const { save_name } = await upload(ada, list_id, 'a.png', await halves(4, 4).png().toBuffer());
    const { msg } = await tell(ada, list_id, 2, { url: save_name, w: 4, h: 4 });
    await bo.im.message.zhuanMsg({ msgid: msg.id, list_id: toCy });
    const arrived = (await history(cy, toCy)).at(-1);
    expect((await fetchFile(`${toCy}/${String(arrived?.msg.content['url'])}`)).type).toBe('image/png');
    expect(await cy.im.image.list({ list_id: toCy })).toMatchObject([{ url: `${toCy}/${save_name}` }]);
  });

  it('refuses mislabelled, damaged and oversized files and keeps nothing of them', async () => {
    const { ada, list_id } = await threePeople(kith);
    const photo = await photograph('jpeg');
    const before = await files();
    for (const [name, bytes, refusal] of [
      ['empty.txt', Buffer.alloc(0), refused.unsupported],
      ['empty.jpg', Buffer.alloc(0), refused.unsupported],
      ['text.jpg', Buffer.from('just words'), refused.unsupported],
      ['TEXT.JPEG', Buffer.from('just words'), refused.unsupported],
      ['page.png', Buffer.from('<html><script>alert(1)</script></html>'), refused.unsupported],
      ['page.webm', Buffer.from('<html><script>alert(1)</script></html>'), refused.unsupported],
      ['page.mp4', Buffer.from('<html><script>alert(1)</script></html>'), refused.unsupported],
      ['page.weba', Buffer.from('<html><script>alert(1)</script></html>'), refused.unsupported],
      ['song.png', mp3, refused.unsupported],
      ['photo.mp3', photo, refused.unsupported],
      ['cut.jpg', photo.subarray(0, -20), { message: '文件不完整' }],
      ['flood.png', pixelFlood(65_500, 65_500), { message: '图片不能超过50,000,000像素' }],
      ['flood.bin', pixelFlood(65_500, 65_500), { message: '图片不能超过50,000,000像素' }],
      ['large.bin', Buffer.alloc(LIMIT + 1), { message: '文件不能超过2MB' }],
    ] as const) {
      await expect(upload(ada, list_id, name, bytes), name).rejects.toMatchObject(refusal);
    }
    expect(await files()).toEqual(before);
    await upload(ada, list_id, 'whole.jpg', photo);
    await upload(ada, list_id, 'just.bin', Buffer.alloc(LIMIT));
    expect(await files()).toHaveLength(before.length + 2);
  });

  it('refuses an upload to a foreign conversation', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const club = await group(kith, [{ person: ada, role: 'owner' }, { person: cy }]);
    await upload(cy, club, 'a.txt', bytesOf('hello'));
    await kith.sql('update members set left_at = 1 where account_id = $1', [cy.id]);
    const before = await files();
    for (const id of [list_id, club, '0'.repeat(32), '../../etc', 'x'])
      await expect(upload(cy, id, 'a.txt', bytesOf('hello'))).rejects.toMatchObject(refused.notFound);
    expect(await files()).toEqual(before);
    await upload(bo, list_id, 'a.txt', bytesOf('hello'));
  });

  it.each([
    '../../../../etc/passwd',
    '..\\..\\windows\\system32\\drivers.sys',
    '/absolute/path.txt',
    'nul\0.txt',
    'crlf\r\nSet-Cookie: a=b\r\n.txt',
    `${'long '.repeat(60)}.txt`,
    `${'😀'.repeat(200)}.txt`,
    'txt.exe\u202egpj.scr',
    '\ud800half.txt',
    '<img src=x onerror=alert(1)>.txt',
    "'; drop table files; --.txt",
    'CON',
    '.htaccess',
    'a.txt.',
    'a.thisisnoextension',
    '__proto__',
  ])('uses the name %j neither in the address nor on the disk', async (filename) => {
    const { ada, list_id } = await threePeople(kith);
    // A header can encode a name in two ways; clients of all ages use both.
    const plain = [...filename].map((c) => (/[\0\r\n"]/.test(c) ? '_' : c)).join('');
    const names = [
      `filename="${plain.replaceAll('\\', '\\\\')}"`,
      `filename*=UTF-8''${encodeURIComponent(filename.toWellFormed())}`,
    ];
    for (const name of names) {
      const answer = await post(ada, {
        parts: [
          field('list_id', list_id),
          `Content-Disposition: form-data; name="file"; ${name}\r\n\r\nhello`,
        ],
      });
      // A name of several lines is invalid, so there is no file.
      if (answer.body.err === 1 && /\n/.test(filename)) {
        expect(answer.body).toEqual({ err: 1, msg: '参数错误：file' });
        continue;
      }
      expect(answer.body.data?.save_name, name).toMatch(/^[0-9a-f]{32}\.[a-z0-9]{1,8}$/);
      expect((await fetchFile(answer.body.data.full_url)).bytes.toString()).toBe('hello');
    }
    for (const { original_name } of await files()) {
      expect(original_name).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069/\\]/u);
      expect([...original_name].length).toBeLessThanOrEqual(255);
    }
  });
});

const BOUNDARY = 'a-boundary';

const field = (name: string, value: string) =>
  `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`;
const fileField = (content: string, name = 'a.txt') =>
  `Content-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n${content}`;

/** Posts a multipart body unchanged. */
function post(
  who: Person,
  {
    parts,
    end = `--${BOUNDARY}--\r\n`,
    type = `multipart/form-data; boundary=${BOUNDARY}`,
  }: { parts: string[]; end?: string; type?: string },
) {
  const all = [field('_token', who.token), ...parts];
  const body = all.map((part) => `--${BOUNDARY}\r\n${part}\r\n`).join('') + end;
  return kith.post('/im/upload/chat', {}, { body, headers: { 'content-type': type } });
}

describe('a multipart body', () => {
  let shared: Awaited<ReturnType<typeof threePeople>>;
  beforeAll(async () => {
    shared = await threePeople(kith);
  });

  it.each<[what: string, body: (list_id: string) => Parameters<typeof post>[1]]>([
    ['without a file', (id) => ({ parts: [field('list_id', id)] })],
    ['with a text in place of the file', (id) => ({ parts: [field('list_id', id), field('file', 'hello')] })],
    [
      'with the file under another name',
      (id) => ({ parts: [field('list_id', id), fileField('x').replace('"file"', '"upload"')] }),
    ],
    ['with two files', (id) => ({ parts: [field('list_id', id), fileField('one'), fileField('two')] })],
    ['with two list ids', (id) => ({ parts: [field('list_id', id), field('list_id', id), fileField('x')] })],
    ['that is truncated', (id) => ({ parts: [field('list_id', id), fileField('x')], end: '' })],
    [
      'that is truncated in a header',
      (id) => ({ parts: [field('list_id', id)], end: `--${BOUNDARY}\r\nContent-Dispos` }),
    ],
    [
      'with a wrong boundary',
      (id) => ({
        parts: [field('list_id', id), fileField('x')],
        type: 'multipart/form-data; boundary=other',
      }),
    ],
    [
      'without a boundary',
      (id) => ({ parts: [field('list_id', id), fileField('x')], type: 'multipart/form-data' }),
    ],
    [
      'with an empty boundary',
      (id) => ({ parts: [field('list_id', id), fileField('x')], type: 'multipart/form-data; boundary=' }),
    ],
    [
      'with a boundary of 100 characters',
      (id) => ({
        parts: [field('list_id', id), fileField('x')],
        type: `multipart/form-data; boundary=${'b'.repeat(100)}`,
      }),
    ],
    [
      'of 10,000 fields',
      (id) => ({
        parts: [
          ...Array.from({ length: 10_000 }, (_, i) => field(`f${i}`, 'x')),
          field('list_id', id),
          fileField('x'),
        ],
      }),
    ],
    [
      'with a field of a megabyte',
      (id) => ({ parts: [field('list_id', id), field('type', '1'.repeat(1_000_000)), fileField('x')] }),
    ],
    [
      'with a field named __proto__',
      (id) => ({ parts: [field('__proto__', 'x'), field('list_id', id), fileField('x')] }),
    ],
    [
      'with a file named constructor',
      (id) => ({ parts: [field('list_id', id), fileField('x').replace('"file"', '"constructor"')] }),
    ],
    [
      'with a field of malformed JSON',
      (id) => ({
        parts: [
          `Content-Disposition: form-data; name="type"\r\nContent-Type: application/json\r\n\r\n{"a":`,
          field('list_id', id),
          fileField('x'),
        ],
      }),
    ],
    ['with a part without headers', (id) => ({ parts: ['\r\nhello', field('list_id', id)] })],
    [
      'with a header of 100,000 characters',
      (id) => ({ parts: [`X-Long: ${'x'.repeat(100_000)}\r\n${fileField('x')}`, field('list_id', id)] }),
    ],
    ['without content', () => ({ parts: [], end: '' })],
    [
      'that is another multipart body',
      (id) => ({
        parts: [
          field('list_id', id),
          `Content-Disposition: form-data; name="file"\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nx\r\n--x--`,
        ],
      }),
    ],
  ])('%s is refused at once, and the connection stays usable', async (_what, body) => {
    const { ada, list_id } = shared;
    const before = await files();
    const start = performance.now();
    const answer = await post(ada, body(list_id));
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ err: 1, msg: expect.stringMatching(/^(参数错误|内容过大|请先登录)/) });
    expectWithin(3000, performance.now() - start);
    expect(await files()).toEqual(before);
    const good = await post(ada, { parts: [field('list_id', list_id), fileField('hello')] });
    expect(good.body.err).toBe(0);
  });

  it('leaves nothing behind when the client disconnects', async () => {
    const { ada, list_id } = await threePeople(kith);
    const before = await files();
    const socket = connect(kith.server.port, '127.0.0.1');
    await once(socket, 'connect');
    const body = `--${BOUNDARY}\r\n${field('_token', ada.token)}\r\n--${BOUNDARY}\r\n${field('list_id', list_id)}\r\n--${BOUNDARY}\r\n${fileField('x'.repeat(10_000))}`;
    const head = `POST /im/upload/chat HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=${BOUNDARY}\r\nContent-Length: 999999\r\n\r\n`;
    await new Promise((written) => socket.write(head + body, written));
    const closed = once(socket, 'close');
    socket.resetAndDestroy();
    await closed;
    expect((await post(ada, { parts: [field('list_id', list_id), fileField('hello')] })).body.err).toBe(0);
    expect(await files()).toHaveLength(before.length + 1);
  });

  it('is refused without a token', async () => {
    const { ada, list_id } = await threePeople(kith);
    const stranger = { ...ada, token: '' };
    const answer = await post(stranger, { parts: [field('list_id', list_id), fileField('x')] });
    expect(answer.body).toEqual({ err: 1, msg: '请先登录' });
  });
});
