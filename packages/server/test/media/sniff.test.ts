import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { makeMediaTools } from '../../src/adapters/media-tools.js';
import { expectWork } from '../hostile/sender.js';
import { animation, assetsDir, halves, matroska, mp4, photograph } from './samples.js';

const { sniff } = makeMediaTools({ assetsDir });

it.each(['jpeg', 'png', 'webp', 'avif'] as const)('recognizes a %s', async (format) => {
  const extension = format === 'jpeg' ? 'jpg' : format;
  expect(await sniff(await photograph(format))).toEqual({
    family: 'image',
    mime: `image/${format}`,
    extension,
  });
});

it('recognizes a GIF', async () => {
  expect(await sniff(await animation(4, 4, 3))).toEqual({
    family: 'image',
    mime: 'image/gif',
    extension: 'gif',
  });
});

it('a TIFF is not accepted as a picture, because browsers do not show it', async () => {
  expect(await sniff(await halves(8, 8).tiff().toBuffer())).toEqual({
    family: 'other',
    mime: 'application/octet-stream',
    extension: 'bin',
  });
});

const wav = Buffer.concat([Buffer.from('RIFF\x24\0\0\0WAVEfmt ', 'latin1'), Buffer.alloc(24)]);
const ogg = (codec: string): Buffer =>
  Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from(codec, 'latin1'), Buffer.alloc(24)]);

it.each([
  [
    'MP3 with tags',
    Buffer.concat([
      Buffer.from('ID3\x03\0\0\0\0\0\x0a', 'latin1'),
      Buffer.alloc(10),
      Buffer.from([0xff, 0xfb, 0x90, 0x64]),
    ]),
    'audio',
    'mp3',
  ],
  ['MP3', Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(64)]), 'audio', 'mp3'],
  ['AAC', Buffer.concat([Buffer.from([0xff, 0xf1, 0x50, 0x80]), Buffer.alloc(64)]), 'audio', 'aac'],
  ['AMR', Buffer.from('#!AMR\n' + 'x'.repeat(32)), 'audio', 'amr'],
  ['WAV', wav, 'audio', 'wav'],
  ['FLAC', Buffer.from('fLaC' + '\0'.repeat(64)), 'audio', 'flac'],
  ['Opus', ogg('OpusHead'), 'audio', 'opus'],
  ['Vorbis', ogg('\x01vorbis'), 'audio', 'ogg'],
  ['M4A', mp4('M4A ', 'soun'), 'audio', 'm4a'],
  ['a voice message of Safari', mp4('iso5', 'soun'), 'audio', 'm4a'],
  ['a voice message of Chrome', matroska('webm', 'A_OPUS'), 'audio', 'weba'],
  ['MP4', mp4('isom', 'vide', 'soun'), 'video', 'mp4'],
  ['silent MP4', mp4('mp42', 'vide'), 'video', 'mp4'],
  ['M4V', mp4('M4V ', 'vide', 'soun'), 'video', 'mp4'],
  ['QuickTime', mp4('qt  ', 'vide', 'soun'), 'video', 'mov'],
  ['3GP', mp4('3gp4', 'vide', 'soun'), 'video', '3gp'],
  ['a voice message of Android', mp4('3gp4', 'soun'), 'audio', '3ga'],
  ['audio in QuickTime', mp4('qt  ', 'soun'), 'audio', 'm4a'],
  ['audio in an audio book', mp4('M4B ', 'soun'), 'audio', 'm4a'],
  ['an M4A with video', mp4('M4A ', 'soun', 'vide'), 'video', 'mp4'],
  ['WebM', matroska('webm', 'V_VP9', 'A_OPUS'), 'video', 'webm'],
  ['audio in Matroska', matroska('matroska', 'A_OPUS'), 'audio', 'mka'],
  ['Matroska', matroska('matroska', 'V_MPEG4/ISO/AVC', 'A_AAC'), 'video', 'mkv'],
] as const)('recognizes %s', async (_name, bytes, family, extension) => {
  const { mime, ...found } = await sniff(bytes);
  expect(found).toEqual({ family, extension });
  expect(mime).toMatch(new RegExp(`^${family}/`));
});

it('a container without audio and video is of no displayed kind, with the reason', async () => {
  const nothing = { family: 'other', mime: 'application/octet-stream', extension: 'bin' };
  expect(await sniff(mp4('isom'))).toEqual({ ...nothing, fault: 'damaged' });
  expect(await sniff(matroska('webm'))).toEqual({ ...nothing, fault: 'damaged' });
  const movie = mp4('isom', 'vide');
  expect(await sniff(movie.subarray(0, movie.length - 200))).toEqual({ ...nothing, fault: 'incomplete' });
});

it.each([
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
  ['SVG with a prologue', '<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['HTML', '<!doctype html><script>alert(1)</script>'],
  ['XML', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>'],
  [
    'MHT',
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n',
  ],
  ['a script', '#!/bin/sh\nrm -rf /'],
  ['a playlist', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n'],
  ['Flash', 'CWS\x0a' + '\0'.repeat(64)],
  ['a program', '\x7fELF\x02\x01\x01' + '\0'.repeat(64)],
  ['text', 'hello'],
  ['nothing', ''],
])('%s is of no displayed kind', async (_name, content) => {
  expect(await sniff(Buffer.from(content, 'latin1'))).toEqual({
    family: 'other',
    mime: 'application/octet-stream',
    extension: 'bin',
  });
});

it('a document keeps its extension, and appended data is ignored', async () => {
  const pdf = Buffer.from('%PDF-1.7\nPK\x03\x04 and a ZIP behind');
  expect(await sniff(pdf)).toEqual({ family: 'other', mime: 'application/pdf', extension: 'pdf' });
});

it('a gzip bomb is not decompressed to detect its kind', async () => {
  const bomb = gzipSync(gzipSync(Buffer.alloc(100_000_000), { level: 1 }));
  const kind = await expectWork(50, () => sniff(bomb));
  expect(kind).toMatchObject({ family: 'other', extension: 'gz' });
});
