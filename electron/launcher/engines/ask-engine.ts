import type { Fetch } from '../../ports.ts'

/** What a server on this machine answered; status 0 when it gave no answer. */
export interface Answer {
  readonly status: number
  readonly body: string
}

/** More of an answer is never looked at, unless it is said otherwise. */
const usualBytes = 64 * 1024

/** Asks a server on 127.0.0.1. Never throws; an answer that takes longer than the limit is none. */
export async function askEngine(
  {
    port,
    path,
    json,
    limitMs,
    signal,
    mostBytes = usualBytes,
  }: {
    readonly port: number
    readonly path: string
    /** Sent by POST; null asks by GET. */
    readonly json: Readonly<Record<string, unknown>> | null
    readonly limitMs: number | null
    readonly signal: AbortSignal
    readonly mostBytes?: number
  },
  fetch: Fetch,
): Promise<Answer> {
  const limits = limitMs === null ? [signal] : [signal, AbortSignal.timeout(limitMs)]
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      redirect: 'manual',
      signal: AbortSignal.any(limits),
      ...(json === null
        ? {}
        : {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(json),
          }),
    })
    return { status: response.status, body: await readSome(response, mostBytes) }
  } catch {
    return { status: 0, body: '' }
  }
}

async function readSome({ body }: Response, mostBytes: number): Promise<string> {
  if (body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= mostBytes) break
  }
  return Buffer.concat(chunks).toString('utf8', 0, mostBytes)
}
