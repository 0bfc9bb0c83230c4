import childProcess from 'node:child_process'
import { EventEmitter } from 'node:events'
import { syncBuiltinESMExports } from 'node:module'
import type { Llama, LlamaGpuType } from 'node-llama-cpp'

export type Library = typeof import('node-llama-cpp')

export interface EngineStartup {
  readonly library: Library
  readonly llama: Llama
}

interface StartupNeeds {
  /** Kinds of GPU that made an earlier process crash. */
  readonly avoid: readonly string[]
  readonly say: (line: string) => void
  /** Told before a kind of GPU is touched: a broken driver may end the process. */
  readonly onTrying: (gpu: string) => void
}

/**
 * Loads llama.cpp with the best processor that works: each kind of GPU that the machine seems to
 * have, then the CPU. Rejects when not even that runs.
 */
export async function loadLibrary({ avoid, say, onTrying }: StartupNeeds): Promise<EngineStartup> {
  skipTrialProcess()
  const library = await import('node-llama-cpp')
  for (const gpu of await library.getLlamaGpuTypes('supported')) {
    if (gpu === false || avoid.includes(gpu)) continue
    onTrying(gpu)
    try {
      return { library, llama: await start(library, gpu, say) }
    } catch (cause) {
      say(`${gpu} cannot be used: ${String(cause)}`)
    }
  }
  return { library, llama: await start(library, false, say) }
}

async function start(
  library: Library,
  gpu: LlamaGpuType,
  say: (line: string) => void,
): Promise<Llama> {
  const llama = await library.getLlama({
    gpu,
    // A user's machine has no compiler, and Hubkey downloads no sources.
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: library.LlamaLogLevel.warn,
    logger: (level, message) => {
      say(`${level}: ${message.trim()}`)
    },
  })
  // Its default is at least four; threads beyond the cores only wait for each other, spinning.
  if (gpu === false) llama.maxThreads = Math.max(1, llama.cpuMathCores)
  return llama
}

/**
 * The library tries each binary in a process that it forks, lest a bad one crash the program. This
 * process is there to crash in our program's stead, and inside a released Electron a fork would
 * start the whole app again (its RunAsNode fuse is off). So the trial is answered without one.
 */
function skipTrialProcess(): void {
  const fork = childProcess.fork.bind(childProcess)
  const replaced = (path: string | URL, ...rest: unknown[]): unknown =>
    String(path).endsWith('testBindingBinary.js')
      ? new PassedTrial()
      : (fork as (...args: unknown[]) => unknown)(path, ...rest)
  childProcess.fork = replaced as typeof childProcess.fork
  syncBuiltinESMExports()
}

/** Plays the library's trial process (node-llama-cpp `testBindingBinary.ts`) with a good end. */
class PassedTrial extends EventEmitter {
  readonly killed = false
  exitCode: number | null = null

  constructor() {
    super()
    this.#tell('ready')
  }

  send({ type }: { type: string }): void {
    if (type === 'start') this.#tell('loaded')
    if (type === 'test') this.#tell('done')
    if (type === 'exit') this.kill()
  }

  kill(): void {
    if (this.exitCode !== null) return
    this.exitCode = 0
    setImmediate(() => this.emit('exit', 0))
  }

  #tell(type: string): void {
    setImmediate(() => this.emit('message', { type }))
  }
}
