import { readFile } from 'node:fs/promises'
import { freemem, totalmem } from 'node:os'
import type { MemoryView } from '../../../shared/domain/fit.ts'
import type { Environment } from '../../ports.ts'
import { readGpus } from './read-gpus.ts'

/** Where the kernel tells about memory; tests name another place. */
export interface MemoryPlaces {
  readonly meminfo: string
  readonly cgroup: string
  readonly drm: string
}

const usualPlaces: MemoryPlaces = {
  meminfo: '/proc/meminfo',
  cgroup: '/sys/fs/cgroup',
  drm: '/sys/class/drm',
}

/** What RAM and graphics memory are free now. Never throws: what cannot be read is null or left out. */
export async function readMemory(
  { env }: { readonly env: Environment },
  places: MemoryPlaces = usualPlaces,
): Promise<MemoryView> {
  const [machine, limit, gpus] = await Promise.all([
    readMachine(places.meminfo),
    readLimit(places.cgroup),
    readGpus(env, places.drm),
  ])
  const isLimited = limit !== null && limit.total < machine.total
  return {
    ramTotalBytes: isLimited ? limit.total : machine.total,
    ramFreeBytes: isLimited ? Math.min(limit.free, machine.free) : machine.free,
    limitedByContainer: isLimited,
    gpus,
  }
}

interface Ram {
  readonly total: number
  readonly free: number
}

/** `MemAvailable` counts what caches would give back; the system call counts it as taken. */
async function readMachine(path: string): Promise<Ram> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const kibibytes = /^MemAvailable:\s+(\d{1,15}) kB$/m.exec(text)?.[1]
  return {
    total: totalmem(),
    free: kibibytes === undefined ? freemem() : Number(kibibytes) * 1024,
  }
}

/** A container's limit, version 2 of the kernel's control groups, else version 1. */
async function readLimit(folder: string): Promise<Ram | null> {
  const number = async (name: string): Promise<number | null> => {
    const text = (await readFile(`${folder}/${name}`, 'utf8').catch(() => '')).trim()
    return /^\d{1,15}$/.test(text) ? Number(text) : null
  }
  const total = (await number('memory.max')) ?? (await number('memory/memory.limit_in_bytes'))
  const used = (await number('memory.current')) ?? (await number('memory/memory.usage_in_bytes'))
  if (total === null || used === null) return null
  const stat = await readFile(`${folder}/memory.stat`, 'utf8').catch(() => '')
  const reclaimable = Number(/^inactive_file (\d{1,15})$/m.exec(stat)?.[1] ?? 0)
  return { total, free: Math.max(0, Math.min(total, total - used + reclaimable)) }
}
