import { execFile } from 'node:child_process'
import { findProgram } from '../../files/find-program.ts'
import type { Environment } from '../../ports.ts'

/** What the processes of this machine hold on graphics cards, and how busy those are. */
export interface GpuUse {
  /** Bytes and card by process; one process may use several cards. */
  readonly held: readonly { readonly pid: number; readonly card: string; readonly bytes: number }[]
  /** How busy each card is, 0 to 1. */
  readonly busy: ReadonlyMap<string, number>
}

const limitMs = 3000
const mostBytes = 256 * 1024

/** Asks NVIDIA's tool; null where there is none or it does not answer. Never throws. */
export async function readGpuUse(env: Environment): Promise<GpuUse | null> {
  const tool = await findProgram('nvidia-smi', env)
  if (tool === null) return null
  const [held, busy] = await Promise.all([
    ask(tool, '--query-compute-apps=pid,gpu_uuid,used_gpu_memory'),
    ask(tool, '--query-gpu=uuid,utilization.gpu'),
  ])
  if (held === null || busy === null) return null
  return {
    // A value that the driver does not tell reads `[N/A]`.
    held: lines(held, /^(\d{1,9}), (\S{1,64}), (\d{1,9})$/).map(([pid, card, mebibytes]) => ({
      pid: Number(pid),
      card: card ?? '',
      bytes: Number(mebibytes) * 1024 * 1024,
    })),
    busy: new Map(
      lines(busy, /^(\S{1,64}), (\d{1,3})$/).map(([card, percent]) => [
        card ?? '',
        Math.min(1, Number(percent) / 100),
      ]),
    ),
  }
}

/** What a family of processes holds of it; null twice when it uses no card. */
export function gpuOf(
  family: readonly number[],
  use: GpuUse | null,
): { readonly gpuBytes: number | null; readonly gpuBusy: number | null } {
  const own = use?.held.filter(({ pid }) => family.includes(pid)) ?? []
  if (use === null || own.length === 0) return { gpuBytes: null, gpuBusy: null }
  const busy = own.flatMap(({ card }) => use.busy.get(card) ?? [])
  return {
    gpuBytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
    gpuBusy: busy.length === 0 ? null : Math.max(...busy),
  }
}

async function ask(tool: string, query: string): Promise<string | null> {
  return new Promise((resolve) => {
    const args = [query, '--format=csv,noheader,nounits']
    // No secret of ours is its business, hence the bare environment.
    const options = { env: {}, timeout: limitMs, maxBuffer: mostBytes } as const
    execFile(tool, args, { ...options, killSignal: 'SIGKILL' }, (problem, stdout) =>
      resolve(problem === null ? stdout : null),
    )
  })
}

function lines(text: string, form: RegExp): string[][] {
  return text.split('\n').flatMap((line) => {
    const found = form.exec(line.trim())
    return found === null ? [] : [found.slice(1)]
  })
}
