import type { HubDouble } from '../../fixtures/hub-double/hub-double.ts'

/** Who asks: a token's label, `garbage` for a credential nobody gave out, or nobody. */
export interface AskOptions {
  readonly as?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
}

/** Asks the double one question, without following redirects. */
export function ask(hub: HubDouble, path: string, options: AskOptions = {}): Promise<Response> {
  const { as, method = 'GET', headers, body, signal } = options
  const credential = as === undefined ? undefined : as === 'garbage' ? garbage() : hub.token(as)
  return fetch(new URL(path, hub.url), {
    method,
    redirect: 'manual',
    headers: { ...headers, ...(credential && { authorization: `Bearer ${credential}` }) },
    ...(body !== undefined && { body }),
    ...(signal && { signal }),
  })
}

/** The parts of a reply that a client may decide upon. */
export async function verdict(
  reply: Response,
): Promise<{ status: number; code: string | null; message: string | null; body: string }> {
  return {
    status: reply.status,
    code: reply.headers.get('X-Error-Code'),
    message: reply.headers.get('X-Error-Message'),
    body: await reply.text(),
  }
}

function garbage(): string {
  return ['hf', 'x'.repeat(34)].join('_')
}
