import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { bounds } from '@kith/core/kernel';
import { eventually, useKith } from '../harness/kith.js';

const MAX_BYTES = bounds.file.strangersPictureBytes;
const kith = useKith();

/** An upload without its last bytes, as of a slow client. */
function stalledUpload(): { destroy(): void } {
  const socket = connect(kith.server.port, '127.0.0.1');
  const head = [
    'POST /im/in/photo HTTP/1.1',
    'Host: localhost',
    'Content-Type: multipart/form-data; boundary=edge',
    `Content-Length: ${MAX_BYTES + 1000}`,
    '',
    '--edge',
    'Content-Disposition: form-data; name="file"; filename="a.jpg"',
    '',
    '',
  ];
  socket.on('error', () => undefined);
  socket.write(head.join('\r\n'));
  socket.write(Buffer.alloc(MAX_BYTES - 1000));
  return { destroy: () => socket.destroy() };
}

async function photo(): Promise<{ err: number; msg: string }> {
  const form = new FormData();
  form.set('username', 'ada');
  form.set('file', new Blob([Buffer.alloc(200_000, 'x')]), 'a.jpg');
  const response = await fetch(`${kith.url}/im/in/photo`, { method: 'POST', body: form });
  return (await response.json()) as { err: number; msg: string };
}

test('unfinished uploads of strangers cannot fill the memory: others are asked to retry, then accepted', async () => {
  const stalled = Array.from({ length: bounds.body.strangersFileBytes / MAX_BYTES }, stalledUpload);
  await eventually('the server is busy', async () => {
    // Some of the parallel uploads are refused and free their space.
    stalled.push(stalledUpload());
    return (await photo()).msg === '服务繁忙，请稍后再试';
  });
  for (const upload of stalled) upload.destroy();
  await eventually('there is room again', async () => (await photo()).msg === '不支持的文件类型');
  expect((await kith.post('/im/App/config')).body.err).toBe(0);
});
