import { CONTENT_TYPES, type im, type realtime, type Result } from '@kith/contract';
import { ImError } from '@kith/sdk';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { captureStill } from './capture-still.js';
import type { Pending } from './messages/outbox.js';
import { FileFault } from './messages/outbox-files.js';

type Stored = Result<typeof im.upload.chat>;

/** Uploads a file to a conversation. Rejects with `ImError` if the server refuses it, else for reasons of the network. */
export type Upload = (
  listId: string,
  file: { readonly bytes: Blob; readonly name: string },
  how: { readonly signal: AbortSignal; readonly onProgress: (part: number) => void },
) => Promise<Stored>;

/** The uploads of this page. */
export interface Uploads {
  /** How much of a file has arrived, from 0 to 1, by client id of its message. */
  readonly progress: StoreApi<Readonly<Record<string, number>>>;
  /** The address of a file that this page has sent or is sending, by client id: it need not be loaded again. */
  urlOf(cid: string): string | undefined;
  /** This browser cannot show a file; perhaps the server has made one of it that it can. */
  forget(cid: string): void;
  /** Makes the file of a message known before it is uploaded. */
  show(cid: string, file: Blob): void;
  /** Uploads the file of a message, and adds its addresses to the content. One at a time for each conversation. */
  run(row: Pending, file: Blob, signal: AbortSignal): Promise<realtime.Content>;
}

interface UploadsOptions {
  readonly upload: Upload;
  readonly isLive: () => boolean;
  /** Resolves when the server may be asked again. */
  readonly untilLive: () => Promise<void>;
}

/** So often an upload is tried while the server seems to be there. */
const ATTEMPTS = 3;

export function createUploads({ upload, isLive, untilLive }: UploadsOptions): Uploads {
  const progress = createStore<Readonly<Record<string, number>>>(() => ({}));
  const urls = new Map<string, string>();
  /** The last upload of each conversation. */
  const queues = new Map<string, Promise<unknown>>();

  async function patiently(attempt: () => Promise<Stored>, signal: AbortSignal): Promise<Stored> {
    for (let failures = 0; ;) {
      try {
        return await attempt();
      } catch (error) {
        if (error instanceof ImError || signal.aborted) throw error;
        if (isLive() && ++failures === ATTEMPTS) throw new FileFault('unreachable');
        await untilLive();
      }
    }
  }

  async function send({ cid, listId, type, content }: Pending, file: Blob, signal: AbortSignal) {
    const onProgress = (part: number) => progress.setState({ [cid]: part });
    const name = nameOf(file);
    const stored = await patiently(
      () => upload(listId, { bytes: file, name }, { signal, onProgress }),
      signal,
    );
    const addresses = { ...content, url: stored.save_name, full_url: stored.full_url };
    if (type === CONTENT_TYPES.image) return { ...addresses, w: stored.w, h: stored.h };
    if (type !== CONTENT_TYPES.video) return addresses;
    // Where the server has no decoder, its still is a blank one.
    const still = await captureStill(file);
    if (!still) return { ...addresses, full_movie: stored.full_movie };
    const poster = await patiently(
      () =>
        upload(listId, { bytes: still.poster, name: 'poster.jpg' }, { signal, onProgress: () => undefined }),
      signal,
    );
    return { ...addresses, full_movie: poster.full_url, w: still.width, h: still.height };
  }

  return {
    progress,
    urlOf: (cid) => urls.get(cid),
    forget: (cid) => void urls.delete(cid),
    show: (cid, file) => {
      if (!urls.has(cid)) urls.set(cid, URL.createObjectURL(file));
    },
    run: async (row, file, signal) => {
      const before = queues.get(row.listId) ?? Promise.resolve();
      const turn = before.then(() => {
        signal.throwIfAborted();
        return send(row, file, signal);
      });
      const settled = turn.then(
        () => undefined,
        () => undefined,
      );
      queues.set(row.listId, settled);
      try {
        return await turn;
      } finally {
        progress.setState(
          (all) => Object.fromEntries(Object.entries(all).filter(([cid]) => cid !== row.cid)),
          true,
        );
      }
    },
  };
}

function nameOf(file: Blob): string {
  return file instanceof File ? file.name : 'file';
}

/** `fetch` for uploads, which says how far it is. */
export function fetchWithProgress({
  signal,
  onProgress,
}: {
  readonly signal: AbortSignal;
  readonly onProgress: (part: number) => void;
}): typeof fetch {
  return (url, init) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const request = new XMLHttpRequest();
      request.open('POST', String(url));
      request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
      request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
      request.onerror = () => reject(new TypeError('The upload has failed.'));
      request.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
      signal.addEventListener('abort', () => request.abort());
      // The SDK gives a form.
      request.send(init?.body as FormData);
    });
}
