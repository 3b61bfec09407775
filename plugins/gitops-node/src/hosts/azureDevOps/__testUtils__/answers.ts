import { FakeAnswer, ok } from '../../__testUtils__/FakeServer';

export function list(value: unknown[]): FakeAnswer {
  return ok({ count: value.length, value });
}

/** Failures have a name of their own. */
export function refusal(
  status: number,
  message: string,
  typeKey = 'VssServiceException',
): FakeAnswer {
  return {
    status,
    json: { $id: '1', message, typeKey, errorCode: 0, eventId: 3000 },
  };
}
