import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { TextModel } from '../sampling.ts'
import { answer, refuse } from './answer.ts'
import { onlyThisMachine } from './guard.ts'
import { refusals } from './refusal.ts'
import { chatWriter, completionWriter, type ReplyWriter } from './replies.ts'
import { parseChat, parseCompletion, type Parsed, type Question } from './request-schemas.ts'

interface AppNeeds {
  readonly modelId: string
  /** Null while it is loading. */
  readonly model: () => TextModel | null
  readonly onFailure: (cause: unknown) => void
  /** What is told at `/metrics`. */
  readonly metrics: () => string
}

/** Room for a long conversation, and no more. */
const mostBytes = 8 * 1024 * 1024

/** The engine's HTTP interface: OpenAI's, as far as one local text model can serve it. */
export function createEngineApp({ modelId, model, onFailure, metrics }: AppNeeds): Hono {
  const app = new Hono()
  const created = Math.floor(Date.now() / 1000)
  const card = { id: modelId, object: 'model', created, owned_by: 'hubkey' }

  const ask =
    (
      parse: (body: unknown) => Parsed<Question>,
      writer: (id: string) => ReplyWriter,
    ): ((c: Context) => Promise<Response>) =>
    async (c) => {
      if (!isJson(c.req.header('content-type'))) return refuse(c, refusals.notJson())
      let body: unknown
      try {
        body = await c.req.json()
      } catch {
        return refuse(c, refusals.badJson())
      }
      const question = parse(body)
      if (!question.ok) return refuse(c, question.refusal)
      const loaded = model()
      if (loaded === null) return refuse(c, refusals.loading())
      return answer(c, question.value, { model: loaded, writer: writer(modelId), onFailure })
    }

  app.use(onlyThisMachine)
  app.use(
    bodyLimit({ maxSize: mostBytes, onError: (c) => refuse(c, refusals.tooLarge(mostBytes)) }),
  )
  for (const path of ['/health', '/v1/health']) {
    app.get(path, (c) =>
      model() === null ? refuse(c, refusals.loading()) : c.json({ status: 'ok' }),
    )
  }
  app.get('/metrics', (c) =>
    c.body(metrics(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }),
  )
  app.get('/v1/models', (c) => c.json({ object: 'list', data: [card] }))
  // Model names hold a slash, which clients encode or not.
  app.get('/v1/models/:id{.+}', (c) => {
    const id = c.req.param('id')
    return id === modelId ? c.json(card) : refuse(c, refusals.unknownModel(id.slice(0, 200)))
  })
  app.post('/v1/chat/completions', ask(parseChat, chatWriter))
  app.post('/v1/completions', ask(parseCompletion, completionWriter))

  for (const path of ['/health', '/v1/health', '/metrics', '/v1/models'])
    refuseOthers(app, path, 'GET')
  for (const path of ['/v1/chat/completions', '/v1/completions']) refuseOthers(app, path, 'POST')
  app.notFound((c) => refuse(c, refusals.notFound(c.req.path.slice(0, 200))))
  app.onError((cause, c) => {
    onFailure(cause)
    return refuse(c, refusals.failed())
  })
  return app
}

function refuseOthers(app: Hono, path: string, allowed: string): void {
  app.all(path, (c) => {
    c.header('Allow', allowed)
    return refuse(c, refusals.methodNotAllowed(c.req.method, allowed))
  })
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json'
}
