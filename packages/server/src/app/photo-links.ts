import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Picture } from '@kith/core/photos';

/**
 * Signs and verifies links to photos that only their owners may fetch, and to evidence. Elements such as `<img>` send no
 * headers.
 */
export interface PhotoLinks {
  /**
   * The query of a URL that fetches this photo, or this evidence by its path. It stays the same for an hour, for caches, and is valid for one to two.
   */
  sign(fileId: string): string;
  /** Whether a query was signed for this photo and has not expired. */
  isGood(fileId: string, query: string): boolean;
}

const HOUR_MS = 3600_000;

/** Signs with a key derived from the token key. */
export function makePhotoLinks(tokenKey: Uint8Array, now: () => number): PhotoLinks {
  const key = createHmac('sha256', tokenKey).update('links to photos').digest();
  const proofOf = (fileId: string, until: string) =>
    createHmac('sha256', key).update(`${fileId}/${until}`).digest('base64url');

  return {
    sign: (fileId) => {
      const until = String(Math.floor(now() / HOUR_MS) * HOUR_MS + 2 * HOUR_MS);
      return `until=${until}&proof=${proofOf(fileId, until)}`;
    },
    isGood: (fileId, query) => {
      const given = new URLSearchParams(query);
      const [until = '', proof = ''] = [given.get('until') ?? '', given.get('proof') ?? ''];
      if (!/^\d{1,15}$/.test(until) || Number(until) < now()) return false;
      const [expected, actual] = [Buffer.from(proofOf(fileId, until)), Buffer.from(proof)];
      return expected.length === actual.length && timingSafeEqual(expected, actual);
    },
  };
}

/** The URL of a picture that every client may fetch. */
export function openPhotoUrl({ fileId, isAnimated }: Picture, origin: string): string {
  return `${origin}/static/user_photo/${fileId}/${isAnimated ? 'animated.gif' : '1600.jpg'}`;
}

/** The URL of a picture that not every client may fetch, on this host. */
export function signedPhotoUrl(picture: Picture, links: PhotoLinks): string {
  return `${openPhotoUrl(picture, '')}?${links.sign(picture.fileId)}`;
}

/** The URL of a photo that is evidence, also if it is on no card any more. */
export function photoEvidenceUrl({ fileId, isAnimated }: Picture, links: PhotoLinks): string {
  const path = `evidence/user_photo/${fileId}`;
  return `/static/${path}/${isAnimated ? 'animated.gif' : '1600.jpg'}?${links.sign(path)}`;
}

/** The URL of a sent file that is evidence, also if no member can fetch it any more. */
export function fileEvidenceUrl(name: string, links: PhotoLinks): string {
  return `/static/evidence/chat/${name}?${links.sign(signedEvidence(name))}`;
}

/** The URL of a file of short videos, also if its video was taken down. */
export function videoUrl(name: string, links: PhotoLinks): string {
  return `/static/video/${name}?${links.sign(signedVideo(name))}`;
}

/** What the link to a file of short videos is signed for. */
export function signedVideo(name: string): string {
  return `video/${name}`;
}

/** The URL of a file of moments, also if its moment was taken down. */
export function momentFileUrl(momentId: string, name: string, links: PhotoLinks): string {
  return `/static/circle/${momentId}/${name}?${links.sign(signedMomentFile(name))}`;
}

/** What the link to a file of moments is signed for: the file with its renditions. */
export function signedMomentFile(name: string): string {
  return `circle/${name.split(/[._]/)[0]}`;
}

/** What the link to a sent file is signed for: the file with its renditions. */
export function signedEvidence(name: string): string {
  return `evidence/chat/${name.split(/[._]/)[0]}`;
}
