import { errors, type AppError } from '../../../shared/errors.ts'
import { EngineReplySchema, type EngineReply, type EngineRequest } from '../../engine/messages.ts'
import type { Redactor } from '../../redaction/redactor.ts'
import type { Worker, WorkerHost } from '../../ports.ts'
import type { Engine } from './engine.ts'

interface EmbeddedNeeds {
  readonly host: WorkerHost
  readonly redactor: Pick<Redactor, 'redact'>
}

/**
 * llama.cpp in a process of our own (`electron/engine/worker.ts`). It is given no secret: its model
 * is a local file by the time it starts. When a GPU's driver makes it crash before it is ready, it
 * is started once more without that kind of GPU.
 */
export function embeddedEngine({ host, redactor }: EmbeddedNeeds): Engine {
  return {
    id: 'embedded',
    secrets: [],
    requires: [],
    rereadsToken: false,
    inherits: [],
    start: (plan, environment, onEvent) => {
      const avoid: string[] = plan.settings?.gpu === 'none' ? [...gpuKinds] : []
      let worker: Worker
      let isStopping = false
      const send = (request: EngineRequest): void => {
        worker.send(request)
      }
      const fork = (): void => {
        let trying: string | null = null
        worker = host.fork('engine-worker', environment, [])
        worker.onOutput((chunk) => {
          onEvent({ kind: 'output', chunk })
        })
        worker.onMessage((message) => {
          const reply = EngineReplySchema.safeParse(message)
          if (!reply.success) return
          if (reply.data.kind === 'trying') trying = reply.data.gpu
          else if (reply.data.kind === 'failed') {
            trying = null
            onEvent({ kind: 'failed', error: explain(reply.data, plan.port, redactor) })
          } else {
            if (reply.data.kind === 'ready') trying = null
            onEvent(reply.data)
          }
        })
        worker.onExit((code) => {
          if (trying === null || isStopping) {
            onEvent({ kind: 'exit', code })
            return
          }
          avoid.push(trying)
          const note = `hubkey: ${trying} made the engine crash; trying without it\n`
          onEvent({ kind: 'output', chunk: Buffer.from(note) })
          fork()
        })
      }
      fork()
      return {
        begin: () => {
          const { modelPath, modelId, port, owner } = plan
          const context = plan.settings?.context ?? null
          send({ kind: 'start', modelPath, modelId, port, owner, avoid, context })
        },
        askToStop: () => {
          isStopping = true
          send({ kind: 'stop' })
        },
        kill: () => {
          isStopping = true
          worker.kill()
        },
      }
    },
  }
}

/** As the library names them. */
const gpuKinds = ['cuda', 'vulkan', 'metal'] as const

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
