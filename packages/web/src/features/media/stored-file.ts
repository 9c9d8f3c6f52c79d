import { useParams } from '@tanstack/react-router';
import { useStore } from 'zustand';
import type { MessageRow } from '../../client/messages/rows.js';
import { useAccount } from '../account/index.js';

/** The file of a message, as its content names it. */
export interface StoredFile {
  /** Undefined until it is uploaded; then the page of this browser may still have it. */
  readonly url: string | undefined;
  /** A picture of at most 350 pixels. */
  readonly thumb: string | undefined;
  /** The still of a video. */
  readonly poster: string | undefined;
  readonly name: string | undefined;
  /** 0 if nobody knows it. */
  readonly width: number;
  readonly height: number;
  readonly kilobytes: number;
  readonly seconds: number;
}

/** Reads a content. Every member comes from another person's client, and may be anything. */
export function fileOf(content: MessageRow['content'], listId: string): StoredFile {
  const url = addressOf(textOf(content['full_url']) ?? below(listId, textOf(content['url'])));
  return {
    url,
    thumb: url?.replace(/\.\w+$/, '_thumb$&'),
    poster: addressOf(textOf(content['full_movie'])),
    name: textOf(content['name']),
    width: numberOf(content['w']),
    height: numberOf(content['h']),
    kilobytes: numberOf(content['length']),
    seconds: secondsOf(content['length']),
  };
}

/** "mm:ss" of some clients, seconds of others. */
function secondsOf(length: unknown): number {
  const parts = String(length ?? '')
    .split(':')
    .map(Number);
  return parts.every((part) => part >= 0) ? parts.reduce((sum, part) => sum * 60 + part, 0) : 0;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: unknown): number {
  const number = Number(value);
  return number > 0 && Number.isFinite(number) ? number : 0;
}

function below(listId: string, name: string | undefined): string | undefined {
  return name === undefined ? undefined : `${listId}/${name}`;
}

function addressOf(path: string | undefined): string | undefined {
  return path === undefined ? undefined : encodeURI(`/static/chat/${path}`);
}

/** The open chat. */
export function useListId(): string {
  return useParams({ from: '/signed-in/chats/$listId' }).listId;
}

/** The file of a row. What this page has sent itself, it need not load. */
export function useFile(row: MessageRow): StoredFile & {
  /** Of what is on its way, from 0 to 1; undefined otherwise. */
  readonly progress: number | undefined;
  readonly cancel: () => void;
  /** It cannot be shown: what this page has sent is loaded from the server, as it has stored it. */
  readonly giveUp: () => void;
} {
  const listId = useListId();
  const { uploads, conversation } = useAccount();
  const progress = useStore(uploads.progress, (all) => all[row.key]);
  const file = fileOf(row.content, listId);
  const local = row.isOwn ? uploads.urlOf(row.key) : undefined;
  return {
    ...file,
    ...(local !== undefined && { url: local, thumb: local }),
    progress: row.pending?.awaitsFile && row.state === 'sending' ? (progress ?? 0) : undefined,
    cancel: () => conversation(listId).discard(row.key),
    giveUp: () => uploads.forget(row.key),
  };
}
