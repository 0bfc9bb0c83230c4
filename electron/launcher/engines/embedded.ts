import { errors, type AppError } from '../../../shared/errors.ts'
import { EngineReplySchema, type EngineReply, type EngineRequest } from '../../engine/messages.ts'
import type { Redactor } from '../../redaction/redactor.ts'
import type { WorkerHost } from '../../ports.ts'
import type { Engine, EngineEvent } from './engine.ts'

interface EmbeddedNeeds {
  readonly host: WorkerHost
  readonly redactor: Pick<Redactor, 'redact'>
}

/**
 * llama.cpp in a process of our own (`electron/engine/worker.ts`). It is given no secret: its model
 * is a local file by the time it starts.
 */
export function embeddedEngine({ host, redactor }: EmbeddedNeeds): Engine {
  return {
    id: 'embedded',
    secrets: [],
    start: (plan, environment, onEvent) => {
      const worker = host.fork('engine-worker', environment, [])
      const send = (request: EngineRequest): void => {
        worker.send(request)
      }
      worker.onOutput((chunk) => {
        onEvent({ kind: 'output', chunk })
      })
      worker.onExit((code) => {
        onEvent({ kind: 'exit', code })
      })
      worker.onMessage((message) => {
        const reply = EngineReplySchema.safeParse(message)
        if (reply.success) onEvent(eventOf(reply.data, plan.port, redactor))
      })
      return {
        begin: () => {
          const { modelPath, modelId, port, owner } = plan
          send({ kind: 'start', modelPath, modelId, port, owner })
        },
        askToStop: () => {
          send({ kind: 'stop' })
        },
        kill: () => {
          worker.kill()
        },
      }
    },
  }
}

function eventOf(
  reply: EngineReply,
  port: number,
  redactor: EmbeddedNeeds['redactor'],
): EngineEvent {
  if (reply.kind !== 'failed') return reply
  return { kind: 'failed', error: explain(reply, port, redactor) }
}

function explain(
  { code, reason }: Extract<EngineReply, { kind: 'failed' }>,
  port: number,
  redactor: EmbeddedNeeds['redactor'],
): AppError {
  const detail = redactor.redact(reason)
  switch (code) {
    case 'port-in-use':
      return errors.portInUse(port)
    case 'engine-missing':
      return errors.engineFailed(`The embedded engine cannot run on this machine: ${detail}`)
    case 'model-unreadable':
      return errors.engineFailed(`The engine cannot read this model: ${detail}`)
    case 'no-memory':
      return errors.engineFailed(`There is not enough memory for this model: ${detail}`)
    case 'unexpected':
      return errors.engineFailed(`The engine gave up: ${detail}`)
  }
}
