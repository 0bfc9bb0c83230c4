import { z } from 'zod'
import type { RunView } from '../../shared/domain/run.ts'
import type { Fetch } from '../ports.ts'
import { askEngine } from './engines/ask-engine.ts'

const ListSchema = z.object({
  data: z.array(z.object({ id: z.string().min(1).max(1024) })).max(10_000),
})
const answerMs = 3000

/**
 * The name by which a server wants its model asked for, from its own list (`GET /v1/models`): the
 * repository's, else one that holds it, such as Ollama's `hf.co/owner/name:latest`, else the first.
 * The repository's name where there is no list. Never throws.
 */
export async function servedModel(
  { repo, url }: Pick<RunView, 'repo'> & { readonly url: string },
  fetch: Fetch,
): Promise<string> {
  const { body } = await askEngine(
    {
      port: Number(new URL(url).port),
      path: '/v1/models',
      json: null,
      limitMs: answerMs,
      signal: new AbortController().signal,
    },
    fetch,
  )
  const list = ListSchema.safeParse(parseJson(body))
  if (!list.success) return repo
  const names = list.data.data.map(({ id }) => id)
  const wanted = repo.toLowerCase()
  return (
    names.find((name) => name === repo) ??
    names.find((name) => name.toLowerCase().includes(wanted)) ??
    names[0] ??
    repo
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
