import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MemoryView } from '../../../shared/domain/fit.ts'
import { findProgram } from '../../files/find-program.ts'
import type { Environment } from '../../ports.ts'

type Gpu = MemoryView['gpus'][number]

const limitMs = 3000
const mostBytes = 64 * 1024
const mostGpus = 64

/** Graphics cards with memory of their own: NVIDIA's by their tool, AMD's by the kernel. Never throws. */
export async function readGpus(env: Environment, drm: string): Promise<Gpu[]> {
  const [nvidia, amd] = await Promise.all([readNvidia(env), readAmd(drm)])
  return [...nvidia, ...amd].slice(0, mostGpus)
}

async function readNvidia(env: Environment): Promise<Gpu[]> {
  const tool = await findProgram('nvidia-smi', env)
  if (tool === null) return []
  const args = ['--query-gpu=name,memory.total,memory.free', '--format=csv,noheader,nounits']
  const text = await new Promise<string>((resolve) => {
    // No secret of ours is its business, hence the bare environment.
    const options = {
      env: {},
      timeout: limitMs,
      killSignal: 'SIGKILL',
      maxBuffer: mostBytes,
    } as const
    execFile(tool, args, options, (problem, stdout) => resolve(problem === null ? stdout : ''))
  })
  return text.split('\n').flatMap((line) => {
    const [, name, total, free] = /^(.{1,200}),\s*(\d{1,9}),\s*(\d{1,9})\s*$/.exec(line) ?? []
    if (name === undefined || total === undefined || free === undefined) return []
    return [{ name, totalBytes: mebibytes(total), freeBytes: mebibytes(free) }]
  })
}

function mebibytes(text: string): number {
  return Number(text) * 1024 * 1024
}

async function readAmd(drm: string): Promise<Gpu[]> {
  const cards = (await readdir(drm).catch(() => [])).filter((name) => /^card\d+$/.test(name))
  const found = await Promise.all(
    cards.slice(0, mostGpus).map(async (card) => {
      const total = await readNumber(join(drm, card, 'device', 'mem_info_vram_total'))
      const used = await readNumber(join(drm, card, 'device', 'mem_info_vram_used'))
      if (total === null || used === null) return []
      return [{ name: `AMD ${card}`, totalBytes: total, freeBytes: Math.max(0, total - used) }]
    }),
  )
  return found.flat()
}

async function readNumber(path: string): Promise<number | null> {
  const text = (await readFile(path, 'utf8').catch(() => '')).trim()
  return /^\d{1,15}$/.test(text) ? Number(text) : null
}
