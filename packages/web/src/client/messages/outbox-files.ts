import type { realtime } from '@kith/contract';

/** Why a file could not be uploaded, other than by a refusal of the server. */
export class FileFault extends Error {
  /** `lost`: this browser has not kept it. `unreachable`: the server does not answer, although news arrive. */
  readonly fault: 'lost' | 'unreachable';

  constructor(fault: FileFault['fault']) {
    super(fault);
    this.fault = fault;
  }
}

/** The files of messages that are not uploaded, by client id. */
interface OutboxFiles<Row> {
  hold(cid: string, file: Blob): void;
  /** Uploads the file of a message; rejects if it is not there, or is dropped meanwhile. */
  upload(row: Row): Promise<realtime.Content>;
  drop(cid: string): void;
}

export interface OutboxFilesOptions<Row> {
  /** The file of a message is known from now on. */
  readonly onFile: (cid: string, file: Blob) => void;
  /** Uploads the file of a message; resolves to the content that names it. */
  readonly upload: (row: Row, file: Blob, signal: AbortSignal) => Promise<realtime.Content>;
}

export function createOutboxFiles<Row extends { readonly cid: string }>({
  onFile,
  upload,
}: OutboxFilesOptions<Row>): OutboxFiles<Row> {
  const files = new Map<string, Blob>();
  const running = new Map<string, AbortController>();
  return {
    hold: (cid, file) => {
      files.set(cid, file);
      onFile(cid, file);
    },
    upload: async (row) => {
      const file = files.get(row.cid);
      if (!file) throw new FileFault('lost');
      const controller = new AbortController();
      running.set(row.cid, controller);
      try {
        const content = await upload(row, file, controller.signal);
        controller.signal.throwIfAborted();
        files.delete(row.cid);
        return content;
      } finally {
        running.delete(row.cid);
      }
    },
    drop: (cid) => {
      files.delete(cid);
      running.get(cid)?.abort();
    },
  };
}
