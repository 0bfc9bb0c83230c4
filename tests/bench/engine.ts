/**
 * `npm run bench:engine`: tokens per second of the embedded server, asked over HTTP with streamed answers,
 * beside the bare loop of node-llama-cpp, and beside a real `llama-server` where one can be had; with a
 * model of 200 MB, and with a tiny one, where nearly all of the time is overhead. Figures, not a test: it
 * never fails for being slow.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { getLlama, LlamaChat, LlamaLogLevel, resolveChatWrapper } from 'node-llama-cpp'
import OpenAI from 'openai'
import { runScript } from '../../build/user-error.mjs'
import { freePort } from '../../electron/launcher/free-port.ts'
import { buildKnownAnswerModel } from '../fixtures/known-answer-model/known-answer-model.ts'
import { prepareLlamaServer } from '../fixtures/llama-server/llama-server.ts'
import { buildEngineWorker } from '../integration/engine/built-worker.ts'
import { startEngine } from '../integration/engine/running-engine.ts'

const rounds = Number(process.argv[2] ?? 5)
const sentence = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ')
const question = 'Say it.'

/** Gives one answer, and tells how many tokens it had. */
type Contender = () => Promise<number>

/** Models by what is read for each token, as far as the bench minds. */
const models = {
  'a model of 200 MB': { feedForward: 260_000, threads: 2, answersPerRound: 2 },
  'a tiny model': { feedForward: 32, threads: 1, answersPerRound: 20 },
}
type Size = (typeof models)[keyof typeof models]

await runScript(async () => {
  for (const [name, size] of Object.entries(models)) {
    process.stdout.write(`${name}\n`)
    await compare(size)
  }
  return 0
})

async function compare({ feedForward, threads, answersPerRound }: Size): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hubkey-bench-'))
  const path = join(folder, 'model.gguf')
  await writeFile(path, buildKnownAnswerModel({ sentence, feedForward }))
  const built = await buildEngineWorker()
  const engine = startEngine(built.folder, { modelPath: path })
  const others: (() => Promise<void>)[] = []
  try {
    const ready = await engine.settled()
    if (ready.kind !== 'ready') throw new Error('The embedded engine did not start.')
    const bare = await bareLoop(path, threads)
    others.push(bare.end)
    const contenders: Record<string, Contender> = {
      'the bare loop': bare.answer,
      'the embedded server': answersOf(ready.port),
    }
    const programs = await prepareLlamaServer()
    if (programs !== null) {
      const server = await realServer(join(programs, 'llama-server'), path, threads)
      others.push(server.end)
      contenders['llama-server'] = answersOf(server.port)
    }
    tell(Object.keys(contenders), await speedsOf(Object.values(contenders), answersPerRound))
  } finally {
    for (const end of others) await end()
    engine.worker.kill()
    built.remove()
    await rm(folder, { recursive: true, force: true })
  }
}

function tell(names: readonly string[], speeds: readonly number[]): void {
  for (const [index, name] of names.entries())
    process.stdout.write(`  ${name}: ${(speeds[index] ?? 0).toFixed(0)} tokens/s\n`)
  const [loop = 0, ours = 0, real] = speeds
  const beside = (ours / loop).toFixed(2)
  process.stdout.write(`  ${beside} of the speed of the bare loop (goal >= 0.95)\n`)
  if (real === undefined) return
  process.stdout.write(`  ${(ours / real).toFixed(2)} of the speed of llama-server (goal none)\n`)
}

/** Median tokens per second of each, in turn. */
async function speedsOf(
  contenders: readonly Contender[],
  answersPerRound: number,
): Promise<readonly number[]> {
  const speeds = contenders.map((): number[] => [])
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, answer] of contenders.entries()) {
      await answer()
      const begun = performance.now()
      let tokens = 0
      for (let count = 0; count < answersPerRound; count += 1) tokens += await answer()
      speeds[index]?.push((tokens * 1000) / (performance.now() - begun))
    }
  }
  return speeds.map((list) => list.sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN)
}

/** The library as the engine uses it, without a server or a process between. */
async function bareLoop(
  path: string,
  threads: number,
): Promise<{ answer: Contender; end: () => Promise<void> }> {
  const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error })
  const model = await llama.loadModel({ modelPath: path })
  const context = await model.createContext({ contextSize: { max: 8192 }, threads })
  const chatWrapper = resolveChatWrapper(model, { warningLogs: false })
  const contextSequence = context.getSequence()
  return {
    answer: async () => {
      const before = contextSequence.tokenMeter.getState()
      const chat = new LlamaChat({ contextSequence, chatWrapper })
      await chat.generateResponse(
        [
          { type: 'user', text: question },
          { type: 'model', response: [] },
        ],
        { repeatPenalty: false, onTextChunk: () => undefined },
      )
      chat.dispose({ disposeSequence: false })
      return contextSequence.tokenMeter.diff(before).usedOutputTokens
    },
    end: async () => {
      await llama.dispose()
    },
  }
}

function answersOf(port: number): Contender {
  const client = new OpenAI({ baseURL: `http://127.0.0.1:${port}/v1`, apiKey: 'none' })
  return async () => {
    const stream = await client.chat.completions.create({
      ...{ model: 'default', stream: true, stream_options: { include_usage: true } },
      // As the bare loop does unasked.
      temperature: 0,
      messages: [{ role: 'user', content: question }],
    })
    let tokens = 0
    for await (const chunk of stream) tokens = chunk.usage?.completion_tokens ?? tokens
    return tokens
  }
}

async function realServer(
  program: string,
  model: string,
  threads: number,
): Promise<{ port: number; end: () => Promise<void> }> {
  const port = await freePort(0, { env: process.env })
  const args = ['-m', model, '--host', '127.0.0.1', '--port', String(port)]
  args.push('--threads', String(threads))
  const child = spawn(program, args, { stdio: 'ignore' })
  const isReady = async (): Promise<boolean> =>
    await fetch(`http://127.0.0.1:${port}/health`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error('llama-server did not start.')
    await wait(100)
  }
  return {
    port,
    end: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    },
  }
}
