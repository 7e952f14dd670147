const CONNECT_MS = 3000;
const ANSWER_MS = 10_000;

/** Time that a service of AWS gets to answer a look: without one an endpoint that never answers holds a command for ever. */
export const ANSWER_TIME = {
  requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS, throwOnRequestTimeout: true },
} as const;

/** Configuration of a client that looks, in a region; undefined: the SDK's. */
export function lookingIn(region: string | undefined) {
  return { ...ANSWER_TIME, ...(region === undefined ? {} : { region }) };
}
