import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fresh from 'fresh';
import { type BlobHandle, type BlobStore, type ByteRange, shownMedia } from '@kith/core/ports';
import { photoBlobKey } from '@kith/core/photos';
import { exportBlobKey } from '@kith/core/privacy';
import { isBlobKey } from '../adapters/blobs/blob-key.js';
import { makeFsBlobs } from '../adapters/blobs/fs.js';
import { iconKey, makeIconDrawer } from './icons.js';
import { signedEvidence } from './photo-links.js';

export interface StaticFilesOptions {
  readonly blobs: BlobStore;
  /** The folder of shipped files; its `static` contains the default pictures. */
  readonly assetsDir: string;
  /** Whether the sender of this query may fetch this card photo. */
  readonly mayFetchPhoto: (fileId: string, query: string) => Promise<boolean>;
  /** Whether the sender of this query may fetch this file of short videos. */
  readonly mayFetchVideo: (name: string, query: string) => Promise<boolean>;
  /** Whether the sender of this query may fetch this file of moments. */
  readonly mayFetchMomentFile: (name: string, query: string) => Promise<boolean>;
  /** Whether this query was signed for this evidence. */
  readonly mayFetchEvidence: (path: string, query: string) => boolean;
}

// An uploaded file must never run as a page of this origin, regardless of its content and of the way it is opened.
const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};

/**
 * Serves uploaded files and default pictures below `/static` and `/uploads` to every client that knows a name. There
 * are no directory listings.
 */
export async function staticFiles(
  app: FastifyInstance,
  {
    blobs,
    assetsDir,
    mayFetchPhoto,
    mayFetchVideo,
    mayFetchMomentFile,
    mayFetchEvidence,
  }: StaticFilesOptions,
): Promise<void> {
  const shipped = makeFsBlobs(join(assetsDir, 'static'));
  const drawIcon = makeIconDrawer(blobs);

  /** The location of the requested file, if the client may have it. */
  async function find({ raw }: FastifyRequest): Promise<Place | undefined> {
    const [path = '', ...query] = (raw.url ?? '').split('?');
    const place = locate(path);
    if (place?.evidence !== undefined && !mayFetchEvidence(place.evidence, query.join('?'))) return undefined;
    if (place?.videoName !== undefined && !(await mayFetchVideo(place.videoName, query.join('?'))))
      return undefined;
    if (place?.momentFile !== undefined && !(await mayFetchMomentFile(place.momentFile, query.join('?'))))
      return undefined;
    const isClosed =
      place?.photoFileId !== undefined && !(await mayFetchPhoto(place.photoFileId, query.join('?')));
    return isClosed ? undefined : place;
  }

  async function serve(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const place = await find(request);
    if (place?.iconName !== undefined) await drawIcon(place.iconName);
    const file =
      place &&
      ((await blobs.open(place.key)) ??
        (place.otherKey ? await blobs.open(place.otherKey) : undefined) ??
        (place.shippedKey ? await shipped.open(place.shippedKey) : undefined));
    reply.headers(securityHeaders);
    if (!place || !file)
      return reply.code(404).header('cache-control', 'no-store').type('text/plain').send('not found');
    reply.headers({ ...describe(place.key), 'cache-control': place.cacheControl });
    return answer(request, reply, file);
  }

  // Clients prefix a slash to paths that already have one, so accept two.
  for (const url of ['/static/*', '//static/*', '/uploads/*', '//uploads/*'])
    app.route({ method: ['GET', 'HEAD'], url, handler: serve });
}

interface Place {
  readonly key: string;
  /** The stored file to use if none of the first name is. */
  readonly otherKey?: string;
  /** The shipped file to use if no file of this name is stored. */
  readonly shippedKey?: string;
  /** Set for a picture that is generated on first request. */
  readonly iconName?: string;
  /** Set for a card photo, because its name does not suffice to fetch it. */
  readonly photoFileId?: string;
  /** Set for a file of short videos, which staff can take down. */
  readonly videoName?: string;
  /** Set for a file of moments, as of short videos. */
  readonly momentFile?: string;
  /** Set for evidence, which needs a link signed for this path. */
  readonly evidence?: string;
  readonly cacheControl: string;
}

/** The picture generated for a name may change with a new version. */
const FOR_A_DAY = 'public, max-age=86400';
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Pictures of people are not for shared caches, and may change or disappear at any time. */
const OF_PEOPLE = 'private, no-cache';
/** Sent files can be recalled or burnt: no shared caching, and clients soon revalidate. */
const FOR_A_WHILE = 'private, max-age=300';
const AVATAR_FILE = /^(?:70|90|300)\.jpg$/;

/** The location of the file of a path. All names that Kith creates are plain, so any escape makes a name unknown. */
function locate(path: string): Place | undefined {
  const [, root, folder, ...names] = path.replaceAll(/\/+/g, '/').split('/');
  if (folder === undefined || names.length === 0) return undefined;
  if (root === 'uploads') {
    // Published by operators; a changed picture gets a new name.
    const key = ['uploads', folder, ...names].join('/');
    return placeOf({ key, shippedKey: key, cacheControl: FOR_EVER });
  }
  if (root !== 'static') return undefined;
  if (folder === 'photo') {
    // The name of an avatar stays the same when the picture changes.
    const [kind, name = '', size = '', ...rest] = names;
    const key = ['photo', ...names].join('/');
    if (kind === 'user') {
      // Invalid and unknown names get the same answer: old addresses show the default avatar.
      if (!AVATAR_FILE.test(size) || rest.length > 0) return undefined;
      const shippedKey = `photo/default_man/${size}`;
      return placeOf({
        key: /^[0-9a-f]{32}$/.test(name) ? key : shippedKey,
        shippedKey,
        cacheControl: OF_PEOPLE,
      });
    }
    // Group photos are not generated yet, so all groups share one.
    if (kind === 'group_photo')
      return placeOf({
        key,
        shippedKey: `photo/default_group_photo/${names.at(-1)}`,
        cacheControl: OF_PEOPLE,
      });
    return placeOf({ key, shippedKey: key, cacheControl: kind === 'circle' ? OF_PEOPLE : 'no-cache' });
  }
  if (folder === 'export') {
    // The name contains 128 random bits, and only its owner is told.
    const [, fileId] = /^([0-9a-f]{32})\.zip$/.exec(names.join('/')) ?? [];
    return fileId === undefined
      ? undefined
      : placeOf({ key: exportBlobKey(fileId), cacheControl: 'no-store' });
  }
  if (folder === 'preview') {
    const [name = '', ...rest] = names;
    return rest.length > 0 ? undefined : placeOf({ key: `preview/${name}`, cacheControl: FOR_A_WHILE });
  }
  if (folder === 'emoji') {
    const key = ['emoji', ...names].join('/');
    return placeOf({ key, shippedKey: key, cacheControl: FOR_A_DAY });
  }
  if (folder === 'icon') {
    const [name = '', ...rest] = names;
    return rest.length > 0
      ? undefined
      : placeOf({ key: iconKey(name), iconName: name, cacheControl: FOR_A_DAY });
  }
  if (folder === 'user_photo') {
    const [fileId = '', name = '', ...rest] = names;
    if (!/^[0-9a-f]{32}$/.test(fileId) || rest.length > 0) return undefined;
    // A photo that is rejected must disappear at once.
    return placeOf({ key: photoBlobKey(fileId, name), photoFileId: fileId, cacheControl: OF_PEOPLE });
  }
  if (folder === 'evidence') return locateEvidence(names);
  if (folder === 'circle') {
    const [momentId = '', name = '', ...rest] = names;
    if (!/^[0-9a-f]{24}$/i.test(momentId) || rest.length > 0) return undefined;
    return placeOf({ key: `circle/${name}`, momentFile: name, cacheControl: FOR_A_WHILE });
  }
  if (folder === 'chat') {
    // Only the form of the conversation id is checked: forwarded files are requested below the conversation they were
    // forwarded to. The name contains 128 random bits, and knowing it grants access.
    const [listId = '', name = '', ...rest] = names;
    if (!/^[0-9a-f]{32}$/i.test(listId) || rest.length > 0) return undefined;
    return placeOf({ key: `chat/${name}`, cacheControl: FOR_A_WHILE });
  }
  if (folder === 'video') {
    const [account = '', day = '', , ...rest] = names;
    if (!/^\d+$/.test(account) || !/^\d{8}$/.test(day) || rest.length > 0) return undefined;
    const videoName = names.join('/');
    return placeOf({ key: `video/${videoName}`, videoName, cacheControl: FOR_A_WHILE });
  }
  return undefined;
}

/** The location of evidence: a photo of a card, or a sent file, which is moved when nothing else holds it. */
function locateEvidence([kind, ...names]: string[]): Place | undefined {
  const cacheControl = 'private, no-store';
  const [first = '', name = '', ...rest] = names;
  if (kind === 'chat' && names.length === 1) {
    const key = `chat/${first}`;
    return placeOf({ key: `evidence/${key}`, otherKey: key, evidence: signedEvidence(first), cacheControl });
  }
  if (kind !== 'user_photo' || !/^[0-9a-f]{32}$/.test(first) || rest.length > 0) return undefined;
  return placeOf({ key: photoBlobKey(first, name), evidence: `evidence/user_photo/${first}`, cacheControl });
}

function placeOf(place: Place): Place | undefined {
  return isBlobKey(place.key) ? place : undefined;
}

function describe(key: string): Record<string, string> {
  const extension = key.slice(key.lastIndexOf('.') + 1).toLowerCase();
  const shown = shownMedia.get(extension);
  return shown
    ? { 'content-type': shown.mime }
    : { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' };
}

/** Answers with the whole file, a part of it, or `304`. */
function answer(request: FastifyRequest, reply: FastifyReply, file: BlobHandle): FastifyReply {
  const { sizeBytes } = file;
  const modified = new Date(file.modifiedAt).toUTCString();
  const tag = `"${sizeBytes.toString(36)}-${file.modifiedAt.toString(36)}"`;
  const validators = { etag: tag, 'last-modified': modified };
  reply.headers({ ...validators, 'accept-ranges': 'bytes' });
  if (fresh(request.headers, validators)) return reply.code(304).send();

  const condition = request.headers['if-range'];
  const isSameFile = condition === undefined || condition === tag || condition === modified;
  const range =
    isSameFile && request.method === 'GET' ? parseRange(request.headers.range, sizeBytes) : undefined;
  if (range === 'unsatisfiable')
    return reply.code(416).header('content-range', `bytes */${sizeBytes}`).send();
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${sizeBytes}`);
  reply.header('content-length', range ? range.end - range.start + 1 : sizeBytes);
  return request.method === 'HEAD' ? reply.send() : reply.send(file.read(range));
}

/** One range of bytes, or `undefined` for the whole file: several ranges, or invalid ones, may be ignored. */
function parseRange(header: string | undefined, sizeBytes: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '')
    return last === '0' || sizeBytes === 0
      ? 'unsatisfiable'
      : { start: Math.max(0, sizeBytes - Number(last)), end: sizeBytes - 1 };
  if (last !== '' && Number(last) < Number(first)) return undefined;
  if (Number(first) >= sizeBytes) return 'unsatisfiable';
  return { start: Number(first), end: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) };
}
