/** A request that makes no sense; the message says what would. */
export class ControlError extends Error {
  override name = 'ControlError';

  constructor(readonly status: 400 | 404, message: string) {
    super(message);
  }
}
