/** One protocol's side of a socket. */
export interface ProtocolSession {
  /** A text frame of the client. Never throws. */
  receive(text: string): void;
  /** Notifies the client that its session was revoked. The gateway then closes the socket. */
  sendRevoked(): void;
  /** Resolves when everything received so far has been answered. */
  idle(): Promise<void>;
  /** The socket has closed. */
  closed(): void;
}
