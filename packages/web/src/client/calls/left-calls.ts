import type { LiveCall } from './call.js';
import type { Claims } from './claims.js';

const LOOK_MS = 1000;
/** A tab that is loaded again has its call back after fewer looks. */
const LOOKS = 5;

interface LeftCallsOptions {
  readonly ownId: number;
  readonly claims: Pick<Claims, 'isLeft'>;
  readonly end: (callId: number) => void;
}

/** Ends a call that still rings for somebody although the tab of this browser that made it is gone. */
export class LeftCalls {
  private readonly options: LeftCallsOptions;
  private looking: ReturnType<typeof setInterval> | undefined;

  constructor(options: LeftCallsOptions) {
    this.options = options;
  }

  /** The server reports a call of this account. */
  note({ call_id: id, caller_id: callerId, state }: LiveCall): void {
    this.close();
    if (state !== 'ringing' || callerId !== this.options.ownId) return;
    let looks = 0;
    const look = async () => {
      looks = (await this.options.claims.isLeft(id)) ? looks + 1 : 0;
      if (looks < LOOKS) return;
      this.close();
      this.options.end(id);
    };
    this.looking = setInterval(() => void look(), LOOK_MS);
  }

  close(): void {
    clearInterval(this.looking);
  }
}
