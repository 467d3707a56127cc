import { z } from 'zod';

/** What a page may send; see socket.ts. */

const secret = z.string().min(1).max(200);

const helloMessage = z.strictObject({
  hello: z.union([z.strictObject({ token: secret }), z.strictObject({ session: secret })]),
});

const requestMessage = z.strictObject({
  id: z.number().int().nonnegative(),
  name: z.string().max(100),
  params: z.unknown(),
});

export type PageRequest = z.infer<typeof requestMessage>;

export function readHello(text: string): z.infer<typeof helloMessage>['hello'] | undefined {
  return helloMessage.safeParse(parseJson(text)).data?.hello;
}

export function readRequest(text: string): PageRequest | undefined {
  return requestMessage.safeParse(parseJson(text)).data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
