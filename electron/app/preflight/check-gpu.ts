import { execFile } from 'node:child_process'
import { engineLabels } from '../../../shared/domain/engine-facts.ts'
import type { LaunchRequest } from '../../../shared/domain/run.ts'
import { findProgram } from '../../files/find-program.ts'
import { readMemory } from '../../hub/fit/read-memory.ts'
import { isHosted } from '../../launcher/engines/hosted.ts'
import type { Environment } from '../../ports.ts'
import { finding, type Finding, type PreflightNeeds } from './finding.ts'

/** Engines that hardly ever run without one. */
const wantGpu = new Set(['vllm', 'sglang', 'tgi', 'nim'])
const limitMs = 3000

/** Which GPUs there are, with which driver. Null for what runs elsewhere, or was told to use none. */
export async function checkGpu(
  { engine, settings }: LaunchRequest,
  { hub }: Pick<PreflightNeeds, 'hub'>,
): Promise<Finding | null> {
  if (isHosted(engine)) return null
  if (settings?.gpu === 'none') return finding('ok', 'None is used, as was asked for.')
  const [{ gpus }, driver] = await Promise.all([readMemory(hub), driverVersion(hub.env)])
  if (gpus.length === 0) {
    return wantGpu.has(engine)
      ? finding('notice', `No GPU was found; ${engineLabels[engine]} usually needs one.`)
      : finding('ok', 'No GPU was found; the processor does the work.')
  }
  const chosen = Array.isArray(settings?.gpu) ? settings.gpu : []
  const missing = chosen.find((place) => place >= gpus.length)
  if (missing !== undefined) {
    return finding(
      'problem',
      `There is no GPU ${missing}; they count from 0 to ${gpus.length - 1}.`,
    )
  }
  const names = gpus.map(
    ({ name, freeBytes }) => `${name}, ${(freeBytes / 1e9).toFixed(1)} GB free`,
  )
  const version = driver === null ? '' : ` Driver ${driver}.`
  return finding('ok', `${names.join('; ')}.${version}`)
}

/** NVIDIA's, by their own tool; null without it. Never throws. */
async function driverVersion(env: Environment): Promise<string | null> {
  const tool = await findProgram('nvidia-smi', env)
  if (tool === null) return null
  const args = ['--query-gpu=driver_version', '--format=csv,noheader']
  const options = { env: {}, timeout: limitMs, killSignal: 'SIGKILL', maxBuffer: 4096 } as const
  const text = await new Promise<string>((resolve) => {
    execFile(tool, args, options, (cause, stdout) => {
      resolve(cause === null ? stdout : '')
    })
  })
  return /^[\d.]{3,20}$/m.exec(text.trim())?.[0] ?? null
}
