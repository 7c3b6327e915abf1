/** Thrown in place of an answer: the peer gets none, and its connection ends. */
export class ConnectionCut extends Error {
  override readonly name = 'ConnectionCut';

  constructor() {
    super('The connection is cut on purpose');
  }
}
