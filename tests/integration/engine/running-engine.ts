import { createNodeHost } from '../../../electron/node-host.ts'
import {
  EngineReplySchema,
  type EngineReply,
  type EngineStart,
} from '../../../electron/engine/messages.ts'
import type { Worker } from '../../../electron/ports.ts'
import { knownAnswerModelFile } from '../../fixtures/known-answer-model/model-file.ts'

/** The engine's process, as its launcher sees it. */
export interface RunningEngine {
  readonly worker: Worker
  readonly replies: EngineReply[]
  readonly output: () => string
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>
  /** Resolves when it serves or has given up. */
  settled(): Promise<EngineReply & { kind: 'ready' | 'failed' }>
}

/** Starts the built engine with the known-answer model, unless told otherwise. */
export function startEngine(folder: string, start: Partial<EngineStart> = {}): RunningEngine {
  const { PATH, HOME } = process.env
  const worker = createNodeHost(folder).fork('engine-worker', { PATH, HOME }, [])
  const replies: EngineReply[] = []
  let output = ''
  const settled = new Promise<EngineReply & { kind: 'ready' | 'failed' }>((resolve) => {
    worker.onMessage((message) => {
      const reply = EngineReplySchema.parse(message)
      replies.push(reply)
      if (reply.kind === 'ready' || reply.kind === 'failed') resolve(reply)
    })
  })
  worker.onOutput((chunk) => (output += chunk.toString()))
  const exited = new Promise<number | null>((resolve) => {
    worker.onExit(resolve)
  })
  worker.send({
    kind: 'start',
    modelPath: knownAnswerModelFile(),
    modelId: 'acme/known-answer',
    port: 0,
    owner: null,
    avoid: [],
    context: null,
    ...start,
  } satisfies EngineStart)
  return { worker, replies, exited, output: () => output, settled: async () => settled }
}
